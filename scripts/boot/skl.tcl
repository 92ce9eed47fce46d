# SPDX-License-Identifier: GPL-2.0-or-later
# Booting cAVS 1.5: Skylake and Kaby Lake. The ROM takes no request: it waits for the image from a DMA of its
# own in BAR4, which the steps stream, transfer and cleanup use here. Copy this file to try another order: a
# stage is any script; it fails when the script does. boot open FILE.tcl; boot plan; boot step.
boot recipe skl "cAVS 1.5, through the code loader in BAR4"

boot stage probe      {dsp probe}
boot stage ungate     {dsp ungate}
boot stage power      {dsp power}
boot stage run        {dsp run}
boot stage stream     {dsp stream}
boot stage wait-rom   {dsp wait-rom}
boot stage transfer   {dsp transfer}
boot stage cleanup    {dsp cleanup}
boot stage wait-ready {dsp wait-ready}
boot stage gate       {dsp gate}
boot stage alive      {dsp alive}

# The driver starts the ROM twice, with the cores off in between.
boot retry 2 power wait-rom {dsp off}
# When a boot is given up the DMA may not go on reading memory. The cores stay as they are, so that
# 'dsp status' can still tell why; 'boot reset' switches them off.
boot failed {catch {dsp cleanup}}
