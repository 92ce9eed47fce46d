# SPDX-License-Identifier: GPL-2.0-or-later
# cAVS in the order of Zephyr's host tool (boot open zephyr.tcl): BAR4 is opened before the controller's
# reset, nothing is ungated, and the ROM gets its request when it shows that it waits, not before it runs.
boot recipe zephyr "cAVS in the order of Zephyr's host tool"

boot stage gprocen    {upd PPCTL GPROCEN=1; rd PPCTL.GPROCEN} "open BAR4, before the reset"
boot stage probe      {dsp probe}
boot stage off        {dsp off}
boot stage stream     {dsp stream}
boot stage power      {dsp power}
boot stage run        {dsp run}
boot stage wait-rom   {dsp wait-rom}
boot stage purge      {dsp purge}
boot stage transfer   {dsp transfer}
boot stage cleanup    {dsp cleanup}
# The tool ends here. The rest makes the firmware answer.
boot stage wait-ack   {dsp wait-ack}
boot stage wait-ready {dsp wait-ready}
boot stage alive      {dsp alive}

boot failed {catch {dsp cleanup}}
