# SPDX-License-Identifier: GPL-2.0-or-later
# Booting SOF on cAVS 1.5+ to 2.0: Apollo, Gemini, Cannon, Coffee, Comet and Jasper Lake. What differs
# between these chips (cores, doorbells, when the stream's format may be written) the steps know. Copy this
# file to try another order: a stage is any script; it fails when the script does. boot open FILE.tcl; boot
# plan; boot step.
boot recipe cavs18 "cAVS 1.5+ to 2.0, through an HDA stream, the ROM loads a new image"

boot stage probe      {dsp probe}
boot stage ungate     {dsp ungate}
boot stage stream     {dsp stream}
boot stage power      {dsp power}
boot stage purge      {dsp purge}
boot stage run        {dsp run}
boot stage wait-ack   {dsp wait-ack}
boot stage wait-rom   {dsp wait-rom}
boot stage transfer   {dsp transfer}
boot stage wait-ready {dsp wait-ready}
boot stage cleanup    {dsp cleanup}
boot stage gate       {dsp gate}
boot stage alive      {dsp alive}

# The driver starts the ROM up to three times, with the cores off in between.
boot retry 3 power wait-rom {dsp off}
# When a boot is given up no stream may go on reading memory. The cores stay as they are, so that
# 'dsp status' can still tell why; 'boot reset' switches them off.
boot failed {catch {dsp cleanup}}
