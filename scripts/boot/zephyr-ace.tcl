# SPDX-License-Identifier: GPL-2.0-or-later
# ACE in the order of Zephyr's host tool (boot open zephyr-ace.tcl; zephyr.tcl is the same for cAVS): BAR4 is
# opened before the controller's reset, all power is taken back before it is given, and the tool knows that the
# ROM took the request by its own doorbell. The request lies ready before the core has power, as with Linux.
boot recipe zephyr-ace "ACE in the order of Zephyr's host tool"

boot stage gprocen    {upd PPCTL GPROCEN=1; rd PPCTL.GPROCEN} "open BAR4, before the reset"
boot stage probe      {dsp probe}
boot stage off        {dsp off}
boot stage ungate     {dsp ungate}
boot stage stream     {dsp stream}
boot stage purge      {dsp purge}
boot stage power      {dsp power}
boot stage taken      {poll HFIPCXIDR BUSY=0 -timeout 500ms} "wait until the ROM took the request"
boot stage wait-rom   {dsp wait-rom}
boot stage transfer   {dsp transfer}
boot stage cleanup    {dsp cleanup}
# The tool ends here. The rest makes the firmware answer.
boot stage wait-ack   {dsp wait-ack}
boot stage wait-ready {dsp wait-ready}
boot stage alive      {dsp alive}

boot failed {catch {dsp cleanup}}
