# args: sim:tgl
barsh> reset
reset by flr, 0 ns; the device answers, its configuration header is as before
barsh> reset -method flr
reset by flr, 0 ns; the device answers, its configuration header is as before
barsh> # bus mastering is part of the header
barsh> wr.16 config+4 6
config+0x000004 := 0x0006
barsh> show reset
reset by flr, 0 ns; the device answers, its configuration header is as before
barsh> reset -method bus
error: sim tgl has no 'bus' reset, only flr
barsh> reset -method warm
error: reset: -method: 'warm' is not a choice
hint: one of auto|flr|pm|bus
barsh> attach sim:edu
d1  sim edu  1234:11e8 class 00ff00
    simulated: QEMU's educational device: factorial, interrupts, DMA; bus master is off, as after an open through vfio
barsh> reset
error: sim edu has no function level reset
hint: detach and attach gives a fresh one
