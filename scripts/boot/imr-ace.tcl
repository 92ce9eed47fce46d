# SPDX-License-Identifier: GPL-2.0-or-later
# Warm boot of ACE (boot run -imr): the ROM starts the image that an earlier boot left in memory that stays
# powered (IMR); nothing is loaded. imr.tcl is the same for cAVS.
boot recipe imr-ace "ACE, the ROM starts the image that an earlier boot left in memory"

boot stage probe      {dsp probe}
boot stage ungate     {dsp ungate}
boot stage imr        {dsp imr}
boot stage power      {dsp power}
boot stage wait-ack   {dsp wait-ack}
boot stage wait-imr   {dsp wait-imr}
boot stage wait-ready {dsp wait-ready}
boot stage alive      {dsp alive}

boot failed {catch {dsp off}}
