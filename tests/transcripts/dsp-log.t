# args: sim:tgl
# setup: mkfw three.ri; mkfw -4 four.ri
barsh> # nothing can be read before BAR4 is open
barsh> dsp log
error: debug window reads all ones
hint: BAR4 answers only while PPCTL.GPROCEN is set and the DSP has power; try: boot reset
barsh> dsp slots
error: debug window reads all ones
hint: BAR4 answers only while PPCTL.GPROCEN is set and the DSP has power; try: boot reset
barsh> # IPC3 firmware keeps binary records where Zephyr has its console
barsh> catch {boot run three.ri}
[ 1/15] probe      ok      2.02 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
[11/15] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
barsh> dsp log
error: window 3: no winstream header: length 0x0, start 0x0, end 0x0 with room for 0x1fff0 bytes
hint: IPC3 firmware leaves binary records (etrace) there, which its build's sof-logger and .ldc file put into words
barsh> dsp log -core 0
error: no mtrace slot of core 0 in the debug window
hint: 'dsp slots' shows what is there; IPC4 firmware makes it when told: dsp logging on
barsh> dsp logging on
error: this firmware speaks IPC3, not IPC4
barsh> dsp slots
no slot is in use
barsh> # IPC4 firmware: the console from the first line on
barsh> catch {boot run four.ri}
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
barsh> dsp log
*** Booting Zephyr OS (simulated) ***
barsh> dsp log -core 0
error: no mtrace slot of core 0 in the debug window
hint: firmware makes it when told to log: dsp logging on
barsh> dsp log -from mtrace
error: no mtrace slot of core 0 in the debug window
hint: firmware makes it when told to log: dsp logging on
barsh> dsp log -from winstream
*** Booting Zephyr OS (simulated) ***
barsh> dsp log -from winstream -core 0
error: a winstream has no cores: -core goes with mtrace
barsh> dsp log -core 4
error: no core 4: TGL-LP has 0..3
barsh> dsp log -core x
error: dsp log: -core: 'x' is not a number
hint: numbers are 0x1f, 0b101, 0o17 or decimal, with _ and k m g
barsh> dsp log -from uart
error: dsp log: -from: 'uart' is not a choice
hint: one of mtrace|winstream
barsh> # and lines in an mtrace slot when told to
barsh> dsp logging on
barsh> dsp slots
 0  bar4+0x0c1000  mtrace log of core 0   resource 0x00000000  vma 0x00000000
barsh> ipc version
SOF 2.2.0.1, IPC4
barsh> dsp log
[    0.049836] <inf> log: on, mtrace slot 0
[    0.050394] <inf> ipc: rx    : 0x43000000|0x20701000
barsh> # reading disturbs nothing: the same again, until it is taken
barsh> foreach line [dsp log] { puts [string range $line 15 end] }
<inf> log: on, mtrace slot 0
<inf> ipc: rx    : 0x43000000|0x20701000
barsh> dsp log -take
[    0.049836] <inf> log: on, mtrace slot 0
[    0.050394] <inf> ipc: rx    : 0x43000000|0x20701000
barsh> dsp log
the log (mtrace) is empty
barsh> # the host's pointer was moved, nothing else written
barsh> rd bar4+0xc1000
0x00000061
barsh> rd bar4+0xc1004
0x00000061
barsh> dsp follow
error: without a person to stop it, following needs an end
hint: dsp follow -timeout 10s
barsh> dsp follow -timeout 2500ms
[    1.049836] <dbg> ll_schedule: idle
[    2.049836] <dbg> ll_schedule: idle
2 lines in 2.5 s
barsh> dsp follow -timeout 5s -until *idle
[    3.049836] <dbg> ll_schedule: idle
1 line in 500.3 ms
barsh> dsp follow -timeout 100ms -until *PASSED*
error: no line like '*PASSED*' in 0 lines
barsh> ipc version
SOF 2.2.0.1, IPC4
barsh> dsp follow -timeout 50ms -new
0 lines in 50.01 ms
barsh> # a message that follow does not take stays, and is told of
barsh> wr bar4+0xd8 0x20701000
bar4+0x0000d8  := 0x20701000
barsh> wr bar4+0xd0 0xc3000000
bar4+0x0000d0  := 0xc3000000
barsh> dsp follow -timeout 1s
[    3.152142] <inf> ipc: rx    : 0x43000000|0x20701000
[    3.202726] <inf> ipc: rx    : 0x43000000|0x20701000
(a message waits, 0x63000000 LARGE_CONFIG_GET reply, status 0: ok: ipc recv takes it)
[    4.049836] <dbg> ll_schedule: idle
3 lines in 1 s
barsh> show dict get [ipc recv] text
LARGE_CONFIG_GET reply, status 0: ok
barsh> dsp logging off
barsh> dsp follow -timeout 2s
[    4.202827] <inf> ipc: rx    : 0x44000000|0x3060004c
[    4.202827] <inf> log: off
2 lines in 2 s
barsh> # a ring whose pointers cannot be
barsh> wr bar4+0xc1004 4088
bar4+0x0c1004  := 0x00000ff8
barsh> dsp log
error: no mtrace header: read 0x1ba, write 0xff8 in a ring of 0xff8 bytes
barsh> dsp follow -timeout 1s
error: no mtrace header: read 0x1ba, write 0xff8 in a ring of 0xff8 bytes
barsh> # what a log says cannot reach the terminal raw
barsh> wr bar4+0xc1008 0x5b1b0a0d 0x09414a32
bar4+0x0c1008  := 0x5b1b0a0d
bar4+0x0c100c  := 0x09414a32
barsh> wr bar4+0xc1000 0 8
bar4+0x0c1000  := 0x00000000
bar4+0x0c1004  := 0x00000008
barsh> dsp log

\x1b[2JA        
barsh> # gone
barsh> sim fault all-ones on
barsh> dsp log
error: debug window reads all ones
hint: the controller is in reset, without power or gone; try: boot reset
barsh> dsp follow -timeout 1s
error: debug window reads all ones
hint: the controller is in reset, without power or gone; try: boot reset
barsh> sim fault all-ones off
barsh> sim log
        1 us  bar4+0xc0000: read while PPCTL.GPROCEN is 0
        2 us  bar4+0xc0004: read while PPCTL.GPROCEN is 0
        3 us  bar4+0xc0008: read while PPCTL.GPROCEN is 0
       15 us  bar4+0xc0000: read while PPCTL.GPROCEN is 0
       16 us  bar4+0xc0004: read while PPCTL.GPROCEN is 0
       17 us  bar4+0xc0008: read while PPCTL.GPROCEN is 0
