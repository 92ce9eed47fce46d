# SPDX-License-Identifier: GPL-2.0-or-later
# Panther Lake, Wildcat Lake and Nova Lake audio DSP (ACE 3 and 4).

reg open hda
reg open ace
reg_ace_20_streams
reg_ace_rom 0x160200

reg block HFPWR2 bar4+0x1d20 "power domains of the DSP"
reg define HFPWRCTL2 0x00 32 rw "power request" {
    WPDSPHPXPG  0  "DSP domain 0"
}
reg define HFPWRSTS2 0x04 32 ro "power status" {
    WPDSPHPXPGS  0  "DSP domain 0"
}
