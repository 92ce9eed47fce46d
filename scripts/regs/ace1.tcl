# SPDX-License-Identifier: GPL-2.0-or-later
# Meteor Lake and Arrow Lake audio DSP (ACE 1).

reg open ace
reg_intel_streams 16
reg_ace_rom 0x163200
