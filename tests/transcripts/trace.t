# args: sim:tgl
# setup: mkfw fw.ri
barsh> trace start first.trace
barsh> dsp probe
TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
barsh> trace stop
22 records: 18 reads, 4 writes, in first.trace
barsh> trace show -last 8
0.002015000 R 32 bar0+0x000c00 0x00020800  MLCH
0.002016000 R 32 bar0+0x000800 0x00030500  PPCH
0.002017000 R 32 bar0+0x000500 0x00011f00  GTSCH
0.002018000 R 32 bar0+0x001f00 0x00050700  DRSMCH
0.002019000 R 32 bar0+0x000700 0x00040000  SPBFCH
0.002020000 R 32 bar0+0x000804 0x00000000  PPCTL
0.002021000 W 32 bar0+0x000804 0x40000000  PPCTL  GPROCEN 0->1
0.002022000 R 32 bar0+0x000804 0x40000000  PPCTL
barsh> trace show -writes -only GC*
0.000508000 W 32 bar0+0x000008 0x00000001  GCTL  CRST IN_RESET->RUNNING
barsh> trace show -last 1 -fields
0.002022000 R 32 bar0+0x000804 0x40000000  PPCTL
  [31]    PIE      0           DSP interrupt reaches the host
  [30]    GPROCEN  1           DSP enabled: without it BAR 4 is dead
  [29:0]  PROCEN   0x00000000  streams decoupled from their link: none
barsh> # a part of a register, and what is none
barsh> trace start
barsh> wr.8 bar0+0x83 0x1c
bar0+0x000083  := 0x1c
barsh> rd bar4+0x3ffc
0x00000000
barsh> rd COMMAND
config+0x000004  COMMAND       0x0002   command
  [10]    DisINTx    0  INTx is disabled
  [9]     FastB2B    0  fast back-to-back
  [8]     SERR       0  system errors are reported
  [7]     Stepping   0  address stepping
  [6]     ParErr     0  parity errors are reported
  [5]     VGASnoop   0  VGA palette snoop
  [4]     MemWINV    0  memory write and invalidate
  [3]     SpecCycle  0  special cycles
  [2]     BusMaster  0  the device may do DMA
  [1]     Mem        1  memory BARs answer
  [0]     IO         0  IO BARs answer
barsh> trace show
0.000001000 W 8 bar0+0x000083 0x1c  SD0.CTL+3
0.000002000 R 32 bar4+0x003ffc 0x00000000
0.000003000 R 16 config+0x000004 0x0002
barsh> # the file has the same lines, and they are the value
barsh> set in [open first.trace]
barsh> puts [gets $in]
# barsh trace 1: sim:tgl, 8086:a0c8
barsh> puts [gets $in]
0.000001000 R 16 config+0x000004 0x0002
barsh> close $in
barsh> trace show first.trace -last 1
0.002022000 R 32 bar0+0x000804 0x40000000  PPCTL
barsh> puts [llength [trace show first.trace -writes]]
4
barsh> puts [lindex [trace show first.trace -last 1] 0]
0.002022000 R 32 bar0+0x000804 0x40000000
barsh> # a boot is the same boot each time, but for what stays set
barsh> trace stop
3 records: 2 reads, 1 write
barsh> trace start one.trace
barsh> catch {boot run fw.ri}
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
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
barsh> trace stop
214 records: 147 reads, 61 writes, 6 DMA, in one.trace
barsh> # DMA and resets are in it, too
barsh> proc own {} { foreach l [trace show] { if {[lindex $l 1] in {D X I}} { puts $l } } }
barsh> own
0.005138000 D reads 18580 0x112000 10
0.005638000 D reads 18596 0x112000 12
0.006138000 D reads 18580 0x112010 10
0.006638000 D reads 10084 0x112010 6
0.021938000 D reads 70 0x112000 4
0.022138000 D reads 35 0x112000 2
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> trace start
barsh> catch {boot run}
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
barsh> trace stop
208 records: 147 reads, 56 writes, 5 DMA
barsh> trace compare one.trace
  23 the same
< bar4+0x010004 32  SSP0.SSC1    0x03000000 | -
< bar4+0x011004 32  SSP1.SSC1    0x03000000 | -
< bar4+0x012004 32  SSP2.SSC1    0x03000000 | -
  4 the same
< bar4+0x0000e8 32  HIPCCTL      0x00000003 | -
< bar4+0x000008 32  ADSPIC       0x00000001 | -
  23 the same
same: 50 writes; different: 5, explained: 0
error: the traces differ in 5 writes that nothing explains
barsh> # another order and another value
barsh> trace start changed.trace
barsh> upd ADSPCS CRST=0xe
bar4.ADSPCS    0x0f010e0e -> (0x0000000e & 0x000000ff) -> 0x0f010e0e  nothing to change, not written
barsh> wr ADSPIC 1
bar4.ADSPIC    := 0x00000001
barsh> upd ADSPCS CRST=0xf
bar4.ADSPCS    0x0f010e0e -> (0x0000000f & 0x000000ff) -> 0x0f010e0f  CRST 0xe->0xf
barsh> trace stop
4 records: 2 reads, 2 writes, in changed.trace
barsh> trace compare one.trace changed.trace -only ADSP*
< bar4+0x000004 32  ADSPCS       0x00010f0f | -
< bar4+0x000004 32  ADSPCS       0x0f010f0e | -
< bar4+0x000004 32  ADSPCS       0x0f010e0e | -
  1 the same
> bar4+0x000004 32  ADSPCS       - | 0x0f010e0f
same: 1 writes; different: 4, explained: 0
error: the traces differ in 4 writes that nothing explains
barsh> set f [open rules w]
barsh> puts $f "# why\n< ADSPCS 0x????0e0e the core stays stalled\n= *NONE * an address"
barsh> close $f
barsh> trace compare one.trace -rules rules -only ADSPCS
~ bar4+0x000004 32  ADSPCS       0x00010f0f | 0x0f010e0f  CPA 0->0xf CSTALL 0xf->0xe
< bar4+0x000004 32  ADSPCS       0x0f010f0e | -
< bar4+0x000004 32  ADSPCS       0x0f010e0e | -  (the core stays stalled)
line 3 explains nothing: = *NONE *  (an address)
same: 0 writes; different: 3, explained: 1
error: the traces differ in 2 writes that nothing explains
barsh> trace compare one.trace one.trace -only ADSP* -all
  bar4+0x000004 32  ADSPCS       0x00010f0f | 0x00010f0f
  bar4+0x000004 32  ADSPCS       0x0f010f0e | 0x0f010f0e
  bar4+0x000004 32  ADSPCS       0x0f010e0e | 0x0f010e0e
  bar4+0x000008 32  ADSPIC       0x00000001 | 0x00000001
same: 4 writes; different: 0, explained: 0
barsh> # the newest are kept
barsh> trace start -keep 2
barsh> set x [rd GCTL][rd ADSPCS][rd GCTL]
barsh> trace show
older records that are gone: 1
0.000002000 R 32 bar4+0x000004 0x0f010e0f  ADSPCS
0.000003000 R 32 bar0+0x000008 0x00000001  GCTL
barsh> trace save two.trace
2 records in two.trace
barsh> trace show two.trace
0.000002000 R 32 bar4+0x000004 0x0f010e0f  ADSPCS
0.000003000 R 32 bar0+0x000008 0x00000001  GCTL
barsh> trace stop
3 records: 3 reads
barsh> trace start
barsh> reset
reset by flr, 0 ns; the device answers, its configuration header is as before
barsh> own
0.000016000 X flr
barsh> detach
barsh> # without a device there are no names
barsh> trace show one.trace -last 1
0.024711000 R 32 bar4+0x0a0008 0x00000000
