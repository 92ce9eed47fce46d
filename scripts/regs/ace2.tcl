# SPDX-License-Identifier: GPL-2.0-or-later
# Lunar Lake audio DSP (ACE 2).

reg open hda
reg open ace
reg_ace_20_streams
reg_ace_rom 0x160200
