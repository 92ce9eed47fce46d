# SPDX-License-Identifier: GPL-2.0-or-later
# What all cAVS audio DSPs (Skylake to Raptor Lake) share. Opened by skl.tcl, apl.tcl and cavs18.tcl.

reg open hda-intel
reg_intel_streams 16
reg open dsp

reg block D0I3 bar0+0x104a "D0i3 of cAVS"
reg define D0I3C 0x00 8 rw "D0i3 control" {
    I3   2     "DSP may enter D0i3"
    CIP  0 ro  "command in progress"
}

reg block ADSP bar4 "cAVS DSP control; dead unless PPCTL.GPROCEN is set"

reg define ADSPCS 0x04 32 rw "core power/reset control" {
    CPA     31:24 ro bits  "cores powered"
    SPA     23:16    bits  "power requested"
    CSTALL  15:8     bits  "cores stalled"
    CRST    7:0      bits  "cores in reset"
}
reg define ADSPIC 0x08 32 rw "interrupt enable" {
    CLDMA  1  "code loader DMA"
    IPC    0  "IPC"
}
reg define ADSPIS 0x0c 32 ro "interrupt status" {
    CLDMA  1  "code loader DMA"
    IPC    0  "IPC"
}
reg define ADSPIC2 0x10 32 rw "interrupt enable 2" {
    SNDW  5  "SoundWire"
}
reg define ADSPIS2 0x14 32 ro "interrupt status 2" {
    SNDW  5  "SoundWire"
}

# The four SRAM windows, `step` bytes apart: 0 firmware registers and the mailbox to the host, 1 the
# mailbox to the DSP, 2 debug slots, 3 the log.
proc reg_cavs_windows {base step} {
    reg block W0 bar4+$base "SRAM window 0: firmware registers, mailbox to the host"
    # Of the ROM; BRNGUP counts 0 INIT to 5 FW_ENTERED in its own way.
    reg_dsp_status ROMSTS 0x00 "ROM status, then firmware status" {
        0x00 INIT                        0x01 INIT_DONE
        0x02 CSE_MANIFEST_LOADED         0x03 FW_MANIFEST_LOADED
        0x04 FW_FW_LOADED                0x05 FW_ENTERED
        0x06 VERIFY_FEATURE_MASK         0x07 GET_LOAD_OFFSET
        0x08 FETCH_ROM_EXT               0x09 FETCH_ROM_EXT_DONE
        0x0f BASEFW_ENTERED
        0x10 CSE_IMR_REQUEST             0x11 CSE_IMR_GRANTED
        0x12 CSE_VALIDATE_IMAGE_REQUEST  0x13 CSE_IMAGE_VALIDATED
        0x20 CSE_IPC_IFACE_INIT          0x21 CSE_IPC_RESET_PHASE_1
        0x22 CSE_IPC_OPERATIONAL_ENTRY   0x23 CSE_IPC_OPERATIONAL
        0x24 CSE_IPC_DOWN
    }
    reg_dsp_error 0x04
    reg_dsp_window0
    reg_dsp_other_windows $base $step
}
