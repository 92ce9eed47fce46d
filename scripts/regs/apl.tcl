# SPDX-License-Identifier: GPL-2.0-or-later
# Apollo Lake and Gemini Lake audio DSP (cAVS 1.5+).

reg open cavs
reg open ipc15
reg_cavs_windows 0x80000 0x20000

reg block SSP%d bar4+0x2000 "SSP port" -count 6 -stride 0x1000
reg define SSC1 0x04 32 rw "control 1" {
    SCLKDIR  25  "bit clock" { 0 PROVIDER 1 CONSUMER }
    SFRMDIR  24  "frame clock" { 0 PROVIDER 1 CONSUMER }
}
