# args: sim:tgl
# setup: mkfw three.ri; mkfw -4 four.ri
barsh> ipc version
error: no firmware has reported ready
hint: boot run
barsh> ipc send 0x40030000
error: no firmware has reported ready
hint: boot run
barsh> ipc recv -timeout 1ms
error: DSP doorbell reads all ones
hint: BAR4 answers only while PPCTL.GPROCEN is set and the DSP has power; try: boot reset
barsh> boot run three.ri -until alive
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
15 stages in 24.21 ms, booted
barsh> ipc version
SOF 2.2.0 tag 57864, ABI 3.22.1
barsh> ipc send 0x40030000
reply, error 0
  0x0000000c 0x10000000 0x00000000
barsh> puts [dict get [ipc send 0x40030000] error]
0
barsh> ipc send
error: ipc send: WORD is missing
hint: usage: ipc send WORD...
barsh> ipc send 0x140030000
error: word: '0x140030000' is more than 4294967295 (0xffffffff)
barsh> ipc send PM
error: word: 'PM' is not a number
hint: numbers are 0x1f, 0b101, 0o17 or decimal, with _ and k m g
barsh> ipc recv -timeout 2ms
error: DSP doorbell 0x70000000: BUSY is 0, not 1 (5 reads in 2.005 ms); ROM status 0x00000005: FW_ENTERED
hint: the firmware did not report: 'dsp status' shows its words, then: boot reset; boot run
barsh> ipc recv -timeout 2
error: ipc recv: -timeout: '2' is not a time
hint: say the unit: 2us, 2ms or 2s
barsh> boot run four.ri
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
15 stages in 25.21 ms, booted
barsh> ipc version
SOF 2.2.0.1, IPC4
barsh> ipc send 0x43000000 0x20701000
0x63000000 0x20000058  LARGE_CONFIG_GET reply, status 0: ok
  0x00000000 0x00000008 0x00020002 0x00010000
  0x00000006 0x00000004 0x00001000 0x00000007
  0x00000004 0x00001000 0x00000008 0x00000004
  0x00001000 0x00000009 0x00000004 0x00000010
  0x00000011 0x00000004 0x00000010 0x0000001d
  0x00000004 0x00000000
barsh> ipc send 0xc3000000
error: an IPC4 message has bit 31 clear and up to 4096 bytes of payload, a multiple of 4
barsh> sim fault ipc-no-reply on
barsh> ipc version
error: IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x00000005: FW_ENTERED
hint: the firmware does not answer; 'dsp status' shows its words; boot reset; boot run
barsh> ipc version
error: the DSP did not take the last message, 0x43000000
hint: is the firmware alive (dsp status)? then: boot reset; boot run
barsh> # a block that went dark is no message that waits
barsh> upd PPCTL GPROCEN=0
bar0.PPCTL     0x40000000 -> (0x00000000 & 0x40000000) -> 0x00000000  GPROCEN 1->0
barsh> ipc send 0x43000000 0x20701000
error: host doorbell reads all ones
hint: BAR4 answers only while PPCTL.GPROCEN is set and the DSP has power; try: boot reset
barsh> sim log
        1 us  bar4+0xc0: read while PPCTL.GPROCEN is 0
    553.7 ms  bar4+0xd0: read while PPCTL.GPROCEN is 0
