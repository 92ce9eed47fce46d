# SPDX-License-Identifier: GPL-2.0-or-later
# What all cAVS audio DSPs (Skylake to Raptor Lake) share. Opened by skl.tcl, apl.tcl and cavs18.tcl.

reg open hda-intel

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

    reg define ROMSTS 0x00 32 ro "ROM status, then firmware status" {
        HALTED  31     "not running"
        MODULE  30:28  "who speaks" { 0 ROM 1 ROM_BYP 2 BASE_FW 3 LP_BOOT 4 BRNGUP 5 ROM_EXT }
        WAIT    27:24  "what it waits for" {
            0 NOTHING 1 IPC_BUSY 2 IPC_DONE 3 CACHE_INVALIDATION 4 LP_SRAM_OFF 5 DMA_BUFFER_FULL
            6 CSE_CSR
        }
        # Of the ROM; BRNGUP counts 0 INIT to 5 FW_ENTERED in its own way.
        STATE   23:0   "how far it is" {
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
    }
    reg define ROMERR 0x04 32 ro "error code; with FW_ENTERED a status code" {
        CODE  31:0  "why it stopped" {
            0 NONE  40 CSE_ERROR  41 CSE_WRONG_RESPONSE  42 IMR_TOO_SMALL  43 BASE_FW_NOT_FOUND
            44 SIGNATURE_VERIFICATION_FAILED  45 IPC_FATAL  46 L2_CACHE_ERROR
            47 LOAD_OFFSET_TOO_SMALL  50 API_POINTER_INVALID  51 BASE_FW_INCOMPATIBLE
            0xbee00000 UNHANDLED_INTERRUPT  0xecc00000 MEMORY_HOLE_ECC
            0xcafe0000 KERNEL_EXCEPTION  0xbeef0000 USER_EXCEPTION
            0xdecaf000 UNEXPECTED_RESET  0x4c4c4e55 NULL_FW_ENTRY
        }
    }
    reg define FPS 0x08 32 ro "IPC4: feature status; IPC3: panic code"
    reg define LNEC 0x0c 32 ro "IPC4: last notification error; IPC3: end of the firmware"
    reg define LTR 0x10 32 ro "IPC4: latency tolerance"
    reg define ROM_INFO 0x18 32 ro "IPC4: the ROM" {
        VMAJ  27:24  "version, major"
        VMIN  23:20  "version, minor"
        RMAJ  19:16  "revision, major"
        RMIN  15:12  "revision, minor"
        LREV  11:10  "revision of the load method"
        IDMA  9      "downlink IPC DMA"
        LOAD  8      "load method"
        FUSE  7:0    "fuse values"
    }
    reg define ABI_VER 0x1c 32 ro "IPC4: version of these registers"
    reg define CORE%d_STS 0x20 32 ro "IPC4: state of a secondary core" -count 8 -stride 4
    reg define UPLINK%d 0x1000 32 ro "mailbox, DSP to host" -count 1024 -stride 4

    reg block W1 bar4+[expr {$base + $step}] "SRAM window 1: mailbox to the DSP"
    reg define DOWNLINK%d 0x00 32 rw "mailbox, host to DSP (IPC4)" -count 1024 -stride 4

    reg block SLOT%d bar4+[expr {$base + 2 * $step}] "SRAM window 2: debug slot (IPC4)" -count 15 -stride 12
    reg define RESOURCE 0x00 32 ro "resource id"
    reg define TYPE 0x04 32 ro "what the slot holds" {
        KIND  31:8  "kind" {
            0 UNUSED  0x474f4c LOG  0x545243 CRITICAL_LOG  0x424447 GDB  0x4c4554 TELEMETRY
            0x535231 DEBUG_STREAM  0x444145 BROKEN
        }
        CORE  7:0   "core"
    }
    reg define VMA 0x08 32 ro "address in the DSP"
}
