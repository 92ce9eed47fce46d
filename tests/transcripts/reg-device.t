# args: sim:tgl
barsh> # names of the chip's own files, located where the device has them
barsh> rd config.PMCSR
config+0x000054  PM.PMCSR      0x0008   power management control/status
  [15]    PMEStat    0    PME was signalled
  [14:13] DScale     0x0  scale of the data
  [12:9]  DSel       0x0  selection of the data
  [8]     PMEEnable  0    PME may be signalled
  [3]     NoSoftRst  1    leaving D3hot does not reset it
  [1:0]   STATE      0x0  D0
barsh> rd MSI.CTL
config+0x000062  MSI.CTL       0x0080   MSI control
  [8]     MASKABLE  0    vectors can be masked
  [7]     64BIT     1    64-bit address
  [6:4]   MME       0x0  1_VECTOR
  [3:1]   MMC       0x0  1_VECTOR
  [0]     ENABLE    0    MSI is on
barsh> rd config.DPC.CTL
error: DPC.CTL: this device has no such capability (downstream port containment)
hint: config caps lists those it has
barsh> rd SECONDARY_BUS
error: SECONDARY_BUS: the header of this device has type 0, not 1
barsh> rd GCAP.OSS
bar0+0x000000  GCAP          0x9701   global capabilities
  [15:12] OSS     0x9  playback streams
barsh> upd PPCTL GPROCEN=1
bar0.PPCTL     0x00000000 -> (0x40000000 & 0x40000000) -> 0x40000000  GPROCEN 0->1
barsh> rd ADSPCS
bar4+0x000004  ADSPCS        0x00000f0f   core power/reset control
  [31:24] CPA     0x00  cores powered: none
  [23:16] SPA     0x00  power requested: none
  [15:8]  CSTALL  0x0f  cores stalled: 0 1 2 3
  [7:0]   CRST    0x0f  cores in reset: 0 1 2 3
barsh> # updates by field, and what they refuse
barsh> upd SD7.CTL STRM=1
bar0.SD7.CTL   0x00040000 -> (0x00100000 & 0x00f00000) -> 0x00140000  STRM 0->1
barsh> upd SD7.CTL STRM=0x10
error: SD7.CTL: STRM: 0x10 needs 5 bits, the field has 4
hint: at most 0xf
barsh> wr SD*.CTL 1
error: no register is called 'SD*.CTL'
hint: * and ? are for rd and the reg commands, which change nothing
barsh> upd ADSPCS CPA=1
error: ADSPCS.CPA is read-only
barsh> upd SD7.CTL RUM=1
error: SD7.CTL has no field 'RUM'
hint: did you mean SD7.CTL.RUN?
barsh> reg list SD7*
bar0+0x000160    SD7.CTL      32 rw    stream control and status
bar0+0x000163    SD7.STS       8 w1c   stream status, the top byte of CTL
bar0+0x000164    SD7.LPIB     32 ro    position in the buffer, bytes
bar0+0x000168    SD7.CBL      32 rw    cyclic buffer length, bytes
bar0+0x00016c    SD7.LVI      16 rw    last valid index
bar0+0x00016e    SD7.FIFOW    16 rw    FIFO watermark
bar0+0x000170    SD7.FIFOS    16 ro    FIFO size, bytes less one
bar0+0x000172    SD7.FMT      16 rw    stream format
bar0+0x000174    SD7.FIFOL    16 ro    FIFO limit
bar0+0x000178    SD7.BDPL     32 rw    buffer descriptor list, low half, 128-byte aligned
bar0+0x00017c    SD7.BDPU     32 rw    buffer descriptor list, high half
bar0+0x000740    SD7SPIB      32 rw    software write position, bytes; the image's size for a boot
bar0+0x000744    SD7MAXFIFOS  32 ro    largest FIFO size
bar0+0x001f40    SD7DPIBR     32 rw    position to resume at
bar0+0x001164    SD7DPIB      32 ro    DMA position of a stream, bytes
bar0+0x001174    SD7EFIFOS    32 ro    FIFO size of a stream
