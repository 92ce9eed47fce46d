# SPDX-License-Identifier: GPL-2.0-or-later
# Booting SOF on cAVS 2.5 (Tiger, Elkhart, Alder and Raptor Lake) and Ice Lake. Copy this file to try
# another order: a stage is any script; it fails when the script does. boot open FILE.tcl; boot plan; boot
# step. The two iccmax stages do what the Linux driver does; a boot succeeds without them.
boot recipe cavs25 "cAVS 2.5 and Ice Lake, through an HDA stream, the ROM loads a new image"

boot stage probe      {dsp probe}
boot stage ungate     {dsp ungate}
boot stage iccmax     {dsp iccmax}
boot stage stream     {dsp stream}
boot stage power      {dsp power}
boot stage purge      {dsp purge}
boot stage run        {dsp run}
boot stage wait-ack   {dsp wait-ack}
boot stage wait-rom   {dsp wait-rom}
boot stage transfer   {dsp transfer}
boot stage wait-ready {dsp wait-ready}
boot stage cleanup    {dsp cleanup}
boot stage iccmax-end {dsp iccmax-end}
boot stage gate       {dsp gate}
boot stage alive      {dsp alive}

# The driver starts the ROM up to three times, with the cores off in between.
boot retry 3 power wait-rom {dsp off}
# When a boot is given up no stream may go on reading memory. The cores stay as they are, so that
# 'dsp status' can still tell why; 'boot reset' switches them off.
boot failed {catch {dsp cleanup}; catch {dsp iccmax-end}}
