# SPDX-License-Identifier: GPL-2.0-or-later
# Warm boot of cAVS 1.5+ to 2.5 (boot run -imr): the ROM starts the image that an earlier boot left in
# memory that stays powered (IMR); nothing is loaded. Where that memory has lost it the ROM waits for an
# image instead, wait-imr fails, and a cold boot is the way.
boot recipe imr "the ROM starts the image that an earlier boot left in memory"

boot stage probe      {dsp probe}
boot stage ungate     {dsp ungate}
boot stage power      {dsp power}
boot stage imr        {dsp imr}
boot stage run        {dsp run}
boot stage wait-ack   {dsp wait-ack}
boot stage wait-imr  {dsp wait-imr}
boot stage wait-ready {dsp wait-ready}
boot stage gate       {dsp gate}
boot stage alive      {dsp alive}

boot failed {catch {dsp off}}
