# SPDX-License-Identifier: GPL-2.0-or-later
# Audio DSP of cAVS 1.8, 2.0 and 2.5: Cannon Lake to Raptor Lake.

reg open cavs
reg_cavs_windows 0x80000 0x20000

reg block IPC bar4+0xc0 "IPC doorbells, cAVS 1.8 and later"

reg define HIPCTDR 0x00 32 rw "from the DSP: message" {
    BUSY  31 w1c    "a message is there; clear it, then acknowledge in HIPCTDA"
    MSG   30:0 ro   "message"
}
reg define HIPCTDA 0x04 32 rw "from the DSP: acknowledgement" {
    DONE  31    "write 1: the message is dealt with"
    MSG   30:0  "message"
}
reg define HIPCTDD 0x08 32 ro "from the DSP: data"
reg define HIPCIDR 0x10 32 rw "to the DSP: message" {
    BUSY  31    "set to send; cleared when the DSP acknowledges"
    MSG   30:0  "message"
}
reg define HIPCIDA 0x14 32 rw "to the DSP: acknowledgement" {
    DONE  31 w1c   "the DSP has dealt with the message"
    MSG   30:0 ro  "message"
}
reg define HIPCIDD 0x18 32 rw "to the DSP: data"
reg define HIPCCTL 0x28 32 rw "IPC interrupt enable" {
    DONE  1  "when the DSP has dealt with a message"
    BUSY  0  "when the DSP sends a message"
}

# CNL, CFL, CML, TGL and ADL have 3 of them, ICL and JSL 6.
reg block SSP%d bar4+0x10000 "SSP port" -count 6 -stride 0x1000
reg define SSC1 0x04 32 rw "control 1" {
    SCLKDIR  25  "bit clock" { 0 PROVIDER 1 CONSUMER }
    SFRMDIR  24  "frame clock" { 0 PROVIDER 1 CONSUMER }
}
