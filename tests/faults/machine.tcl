# loose
# What the machine says of itself.
devices
catch doctor
attach file:fw.ri
detach
