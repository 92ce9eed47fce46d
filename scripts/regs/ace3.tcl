# SPDX-License-Identifier: GPL-2.0-or-later
# Panther Lake, Wildcat Lake and Nova Lake audio DSP (ACE 3 and 4). Their power registers are called
# HFPWRCTL2 and HFPWRSTS2 in Linux.

reg open ace
reg_ace_rom 0x160200
reg_ace_power 0x1d20
