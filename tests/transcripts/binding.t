barsh> # what fails on every machine
barsh> group
error: group: SPEC is missing
hint: usage: group SPEC
barsh> group nonsense
error: 'nonsense' is not a PCI address
hint: write BUS:DEVICE.FUNCTION in hexadecimal, as lspci does: 00:1f.3
barsh> group 00:1f.9
error: '00:1f.9': the device is at most 1f, the function at most 7
barsh> group 7fff:00:00.0
error: there is no PCI function 7fff:00:00.0
hint: 'devices' lists what is here
barsh> bind
error: bind: SPEC is missing
hint: usage: bind SPEC ?-dry-run? ?-force? ?-user NAME?
barsh> bind vfio:7fff:00:00.0 -dry-run
error: there is no PCI function 7fff:00:00.0
hint: 'devices' lists what is here
barsh> bind 7fff:00:00.0 -user
error: bind: -user needs a value
hint: usage: bind SPEC ?-dry-run? ?-force? ?-user NAME?
barsh> bind 7fff:00:00.0 -fast
error: bind has no option '-fast'
hint: usage: bind SPEC ?-dry-run? ?-force? ?-user NAME?
barsh> restore nonsense
error: 'nonsense' is not a PCI address
hint: write BUS:DEVICE.FUNCTION in hexadecimal, as lspci does: 00:1f.3
barsh> doctor sysfs:7fff:00:00.0
error: there is no PCI function 7fff:00:00.0
hint: 'devices' lists what is here
# exit 3
