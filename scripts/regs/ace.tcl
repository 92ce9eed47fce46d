# SPDX-License-Identifier: GPL-2.0-or-later
# What all ACE audio DSPs (Meteor Lake and later) share. Opened by ace1.tcl, ace2.tcl and ace3.tcl.

reg open hda-intel
reg open dsp

reg block D0I3 bar0+0x1d4a "D0i3 of ACE"
reg define D0I3C 0x00 8 rw "D0i3 control" {
    I3   2     "DSP may enter D0i3"
    CIP  0 ro  "command in progress"
}

reg block ACE bar4 "ACE DSP control; dead unless PPCTL.GPROCEN is set"

reg define HFDSSCS 0x1000 32 rw "DSP subsystem control and status" {
    CPA  24 ro  "powered"
    SPA  16     "power request"
}
reg define HFINTIPPTR 0x1108 32 ro "where the interrupt block lies" {
    PTR  20:0  "offset in BAR 4"
}
reg define HFHIPCIE 0x1140 32 rw "host IPC interrupt enable" {
    IE  0  "IPC interrupt"
}
reg define HFSNDWIE 0x114c 32 rw "SoundWire interrupt enable" {
    IE  3:0  bits  "links"
}
reg define HFIMRIS1 0x162088 32 rw "isolated memory region status" {
    IU  0  "in use"
}
reg define DSP2CXCAP 0x178d00 32 ro "primary core: capabilities"
reg define DSP2CXCTL 0x178d04 32 rw "primary core: control" {
    OSEL  25:24  "owner" { 2 HOST }
    CPA   8 ro   "powered"
    SPA   0      "power request"
}

# HFINTIPPTR tells where it is; 0x1800 was seen on Arrow Lake.
reg block HFINT bar4+0x1800 "ACE interrupts"
reg define INTEN 0x00 32 rw "interrupt enable" {
    SNDW  6  "SoundWire"
    IPC   0  "IPC"
}
reg define IRQSTS 0x20 32 ro "interrupt status" {
    SNDW  6  "SoundWire"
    IPC   0  "IPC"
}

reg block IPC bar4+0x73200 "IPC doorbells, ACE"

reg define HFIPCXTDR 0x00 32 rw "from the DSP: message" {
    BUSY  31 w1c   "a message is there; clear it, then acknowledge in HFIPCXTDA"
    MSG   30:0 ro  "message"
}
reg define HFIPCXTDA 0x04 32 rw "from the DSP: acknowledgement" {
    BUSY  31    "write 0: the message is dealt with"
    MSG   30:0  "message"
}
reg define HFIPCXIDR 0x10 32 rw "to the DSP: message" {
    BUSY  31    "set to send; cleared when the DSP acknowledges"
    MSG   30:0  "message"
}
reg define HFIPCXIDA 0x14 32 rw "to the DSP: acknowledgement" {
    DONE  31 w1c   "the DSP has dealt with the message"
    MSG   30:0 ro  "message"
}
reg define HFIPCXCST 0x20 32 ro "IPC command status"
reg define HFIPCXCSR 0x24 32 ro "IPC command status request"
reg define HFIPCXCTL 0x28 32 rw "IPC interrupt enable" {
    DONE  1  "when the DSP has dealt with a message"
    BUSY  0  "when the DSP sends a message"
}
reg define HFIPCXCAP 0x2c 32 ro "IPC capabilities"
reg define HFIPCXTDDY 0x100 32 ro "from the DSP: data"
reg define HFIPCXIDDY 0x180 32 rw "to the DSP: data"

reg block W0 bar4+0x180000 "SRAM window 0: firmware registers, mailbox to the host"
reg define FWSTS 0x00 32 ro "firmware status" {
    HALTED  31     "not running"
    MODULE  30:28  "who speaks" { 0 ROM 1 ROM_BYP 2 BASE_FW 3 LP_BOOT 4 BRNGUP 5 ROM_EXT }
    STATE   23:0   "how far it is" { 5 FW_ENTERED }
}
reg define LEC 0x04 32 ro "last error code"
reg_dsp_window0
reg_dsp_other_windows 0x180000 0x8000

# What moved between the generations.
proc reg_ace_rom {offset} {
    reg block ROM bar4+$offset "boot ROM"
    reg_dsp_status ROMSTS 0x00 "ROM status" {
        0x00 INIT                     0x01 INIT_DONE
        0x02 CSE_MANIFEST_LOADED      0x03 FW_MANIFEST_LOADED
        0x04 FW_FW_LOADED             0x05 FW_ENTERED
        0x06 VERIFY_FEATURE_MASK      0x07 GET_LOAD_OFFSET
        0x08 RESET_VECTOR_DONE        0x09 PURGE_BOOT
        0x0a RESTORE_BOOT             0x0b FW_ENTRY_POINT
        0x0c VALIDATE_PUB_KEY         0x0d POWER_DOWN_HPSRAM
        0x0e POWER_DOWN_ULPSRAM       0x0f POWER_UP_ULPSRAM_STACK
        0x10 POWER_UP_HPSRAM_DMA      0x11 BEFORE_EP_POINTER_READ
        0x12 VALIDATE_MANIFEST        0x13 VALIDATE_FW_MODULE
        0x14 PROTECT_IMR_REGION       0x15 PUSH_MODEL_ROUTINE
        0x16 PULL_MODEL_ROUTINE       0x17 VALIDATE_PKG_DIR
        0x18 VALIDATE_CPD             0x19 VALIDATE_CSS_MAN_HEADER
        0x1a VALIDATE_BLOB_SVN        0x1b VERIFY_IFWI_PARTITION
        0x1c REMOVE_ACCESS_CONTROL    0x1d AUTH_BYPASS
        0x1e AUTH_ENABLED             0x1f INIT_DMA
        0x20 PURGE_FW_ENTRY           0x21 PURGE_FW_END
        0x22 CLEAN_UP_BSS_DONE        0x23 IMR_RESTORE_ENTRY
        0x24 IMR_RESTORE_END          0x25 FW_MANIFEST_IN_DMA_BUFF
        0x26 LOAD_CSE_MAN_TO_IMR      0x27 LOAD_FW_MAN_TO_IMR
        0x28 LOAD_FW_CODE_TO_IMR      0x29 FW_LOADING_DONE
        0x2a FW_CODE_LOADED           0x2b VERIFY_IMAGE_TYPE
        0x2c AUTH_API_INIT            0x2d AUTH_API_PROC
        0x2e AUTH_API_FIRST_BUSY      0x2f AUTH_API_FIRST_RESULT
        0x30 AUTH_API_CLEANUP
    }
    reg_dsp_error 0x04
}

# IO domain 1 is SoundWire.
reg block HFPWR bar4+0x1d18 "power domains"
reg define HFPWRCTL 0x00 32 rw "power request" {
    WPIOXPG     12:8  bits  "IO domains"
    WPDSPHPXPG  0           "DSP domain 0, on ACE 1 and 2"
}
reg define HFPWRSTS 0x04 32 ro "power status" {
    WPIOXPGS     12:8  bits  "IO domains"
    WPDSPHPXPGS  0           "DSP domain 0, on ACE 1 and 2"
}

# ACE 2 and later have 20. Known is only that the first playback stream is number 11: rd GCAP says what there is.
proc reg_ace_20_streams {} {
    reg_hda_streams 20
    reg_intel_streams 20
}
