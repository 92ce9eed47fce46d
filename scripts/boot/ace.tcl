# SPDX-License-Identifier: GPL-2.0-or-later
# Booting SOF on ACE: Meteor, Arrow, Lunar and Panther Lake. Copy this file to try another order: a stage is
# any script; it fails when the script does. boot open FILE.tcl; boot plan; boot step.
boot recipe ace "ACE, through an HDA stream, the ROM loads a new image"

boot stage probe      {dsp probe}
boot stage ungate     {dsp ungate}
boot stage stream     {dsp stream}
# The request lies ready when the core gets power: there is no reset to leave, the ROM starts at once.
boot stage purge      {dsp purge}
boot stage power      {dsp power}
boot stage wait-ack   {dsp wait-ack}
boot stage wait-rom   {dsp wait-rom}
boot stage transfer   {dsp transfer}
boot stage wait-ready {dsp wait-ready}
boot stage cleanup    {dsp cleanup}
boot stage alive      {dsp alive}

# The driver starts the ROM up to three times. It takes the power of the core in between, dsp off that of
# the subsystem too, so the power comes first again.
boot retry 3 ungate wait-rom {dsp off}
# When a boot is given up no stream may go on reading memory. The core stays as it is, so that
# 'dsp status' can still tell why; 'boot reset' switches it off.
boot failed {catch {dsp cleanup}}
