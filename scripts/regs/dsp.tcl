# SPDX-License-Identifier: GPL-2.0-or-later
# What the audio DSPs of all generations have in common, each at its own place: the words of ROM and
# firmware, and what is in the SRAM windows. Opened by cavs.tcl and ace.tcl; defines nothing itself.

# The status word: `states` names the codes of its lowest bits.
proc reg_dsp_status {name offset title states} {
    reg define $name $offset 32 ro $title "
        HALTED  31     \"not running\"
        MODULE  30:28  \"who speaks\" { 0 ROM 1 ROM_BYP 2 BASE_FW 3 LP_BOOT 4 BRNGUP 5 ROM_EXT }
        WAIT    27:24  \"what it waits for\" {
            0 NOTHING 1 IPC_BUSY 2 IPC_DONE 3 CACHE_INVALIDATION 4 LP_SRAM_OFF 5 DMA_BUFFER_FULL
            6 CSE_CSR
        }
        STATE   23:0   \"how far it is\" { $states }
    "
}

proc reg_dsp_error {offset} {
    reg define ROMERR $offset 32 ro "error code; with FW_ENTERED a status code" {
        CODE  31:0  "why it stopped" {
            0 NONE  40 CSE_ERROR  41 CSE_WRONG_RESPONSE  42 IMR_TOO_SMALL  43 BASE_FW_NOT_FOUND
            44 SIGNATURE_VERIFICATION_FAILED  45 IPC_FATAL  46 L2_CACHE_ERROR
            47 LOAD_OFFSET_TOO_SMALL  50 API_POINTER_INVALID  51 BASE_FW_INCOMPATIBLE
            0xbee00000 UNHANDLED_INTERRUPT  0xecc00000 MEMORY_HOLE_ECC
            0xcafe0000 KERNEL_EXCEPTION  0xbeef0000 USER_EXCEPTION
            0xdecaf000 UNEXPECTED_RESET  0x4c4c4e55 NULL_FW_ENTRY
        }
    }
}

# Window 0 behind its first two words, which differ.
proc reg_dsp_window0 {} {
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
}

# Windows 1 (mailbox to the DSP) and 2 (debug slots); 3 holds a log.
proc reg_dsp_other_windows {base step} {
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
