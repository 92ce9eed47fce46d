# SPDX-License-Identifier: GPL-2.0-or-later
# Doorbells of cAVS 1.5 and 1.5+ (Skylake to Gemini Lake). Opened by skl.tcl and apl.tcl.

reg block IPC bar4+0x40 "IPC doorbells, cAVS 1.5"

reg define HIPCT 0x00 32 rw "from the DSP: message" {
    BUSY  31 w1c    "a message is there; clearing it is the acknowledgement"
    MSG   30:0 ro   "message"
}
reg define HIPCTE 0x04 32 ro "from the DSP: extension" {
    EXT  29:0  "extension"
}
reg define HIPCI 0x08 32 rw "to the DSP: message" {
    BUSY  31    "set to send; the DSP clears it"
    MSG   30:0  "message"
}
reg define HIPCIE 0x0c 32 rw "to the DSP: extension, and its acknowledgement" {
    DONE  30 w1c  "the DSP has taken the message"
    EXT   29:0    "extension"
}
reg define HIPCCTL 0x10 32 rw "IPC interrupt enable" {
    DONE  1  "when the DSP has taken a message"
    BUSY  0  "when the DSP sends a message"
}
