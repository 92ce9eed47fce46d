# SPDX-License-Identifier: GPL-2.0-or-later
# loose
# What the machine says of itself.
devices
catch doctor
attach file:fw.ri
detach
