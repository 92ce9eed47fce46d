# args: dump:data/two-functions.txt@00:1f.3
barsh> regions
config        256 bytes  r--
barsh> rd config+0
0xa0c88086
barsh> map config
config       needs no mapping: each access is served as it is
barsh> unmap config
config       needed no mapping: nothing to undo
barsh> irq list
error: dump 00:1f.3 has no interrupts: transport dump does not offer it
hint: attach the function through vfio, or a simulated device, for interrupts
barsh> dma alloc x 4k
error: dump 00:1f.3 has no DMA: transport dump does not offer it
hint: attach the function through vfio, or a simulated device, for DMA
barsh> reset
error: dump 00:1f.3 has no reset: transport dump does not offer it
hint: attach the function through vfio, or a simulated device, for reset
barsh> wr config+4 6
error: config is read-only
hint: 'regions' marks with w what can be written
barsh> config caps
[50] Power Management v3
[80] Vendor Specific
[60] MSI
barsh> config dump
0000000 8086 a0c8 0006 0010 0020 0401 2010 0000
0000010 0004 1811 0060 0000 0000 0000 0000 0000
0000020 0004 1800 0060 0000 0000 0000 1028 0a1a
0000030 0000 0000 0050 0000 0000 0000 01ff 0000
0000040 0000 0000 0000 0000 0000 0000 0000 0000
0000050 8001 c843 0008 0000 0000 0000 0000 0000
0000060 0005 0081 02d8 fee0 0000 0000 0000 0000
0000070 0000 0000 0000 0000 0000 0000 0000 0000
0000080 6009 f014 0010 0140 6a88 0000 0000 0000
0000090 0000 0000 0000 0000 0000 0000 0000 0000
*
0000100
barsh> config dump -format hexdump-c
00000000  86 80 c8 a0 06 00 10 00  20 00 01 04 10 20 00 00  |........ .... ..|
00000010  04 00 11 18 60 00 00 00  00 00 00 00 00 00 00 00  |....`...........|
00000020  04 00 00 18 60 00 00 00  00 00 00 00 28 10 1a 0a  |....`.......(...|
00000030  00 00 00 00 50 00 00 00  00 00 00 00 ff 01 00 00  |....P...........|
00000040  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
00000050  01 80 43 c8 08 00 00 00  00 00 00 00 00 00 00 00  |..C.............|
00000060  05 00 81 00 d8 02 e0 fe  00 00 00 00 00 00 00 00  |................|
00000070  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
00000080  09 60 14 f0 10 00 40 01  88 6a 00 00 00 00 00 00  |.`....@..j......|
00000090  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
*
00000100
barsh> config dump -format xxd
00000000: 8680 c8a0 0600 1000 2000 0104 1020 0000  ........ .... ..
00000010: 0400 1118 6000 0000 0000 0000 0000 0000  ....`...........
00000020: 0400 0018 6000 0000 0000 0000 2810 1a0a  ....`.......(...
00000030: 0000 0000 5000 0000 0000 0000 ff01 0000  ....P...........
00000040: 0000 0000 0000 0000 0000 0000 0000 0000  ................
00000050: 0180 43c8 0800 0000 0000 0000 0000 0000  ..C.............
00000060: 0500 8100 d802 e0fe 0000 0000 0000 0000  ................
00000070: 0000 0000 0000 0000 0000 0000 0000 0000  ................
00000080: 0960 14f0 1000 4001 886a 0000 0000 0000  .`....@..j......
00000090: 0000 0000 0000 0000 0000 0000 0000 0000  ................
000000a0: 0000 0000 0000 0000 0000 0000 0000 0000  ................
000000b0: 0000 0000 0000 0000 0000 0000 0000 0000  ................
000000c0: 0000 0000 0000 0000 0000 0000 0000 0000  ................
000000d0: 0000 0000 0000 0000 0000 0000 0000 0000  ................
000000e0: 0000 0000 0000 0000 0000 0000 0000 0000  ................
000000f0: 0000 0000 0000 0000 0000 0000 0000 0000  ................
barsh> config dump -format lspci
00:1f.3 0401: 8086:a0c8 (rev 20)
00: 86 80 c8 a0 06 00 10 00 20 00 01 04 10 20 00 00
10: 04 00 11 18 60 00 00 00 00 00 00 00 00 00 00 00
20: 04 00 00 18 60 00 00 00 00 00 00 00 28 10 1a 0a
30: 00 00 00 00 50 00 00 00 00 00 00 00 ff 01 00 00
40: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
50: 01 80 43 c8 08 00 00 00 00 00 00 00 00 00 00 00
60: 05 00 81 00 d8 02 e0 fe 00 00 00 00 00 00 00 00
70: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
80: 09 60 14 f0 10 00 40 01 88 6a 00 00 00 00 00 00
90: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
a0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
b0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
c0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
d0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
e0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
f0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
barsh> config decode
00:1f.3 0401: 8086:a0c8 (rev 20)
	Subsystem: 1028:0a1a
	Control: I/O- Mem+ BusMaster+ SpecCycle- MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B- DisINTx-
	Status: Cap+ 66MHz- UDF- FastB2B- ParErr- DEVSEL=fast >TAbort- <TAbort- <MAbort- >SERR- <PERR- INTx-
	Latency: 32, Cache Line Size: 64 bytes
	Interrupt: pin A routed to IRQ 255
	Region 0: Memory at 6018110000 (64-bit, non-prefetchable)
	Region 4: Memory at 6018000000 (64-bit, non-prefetchable)
	Capabilities: [50] Power Management version 3
		Flags: PMEClk- DSI- D1- D2- AuxCurrent=55mA PME(D0+,D1-,D2-,D3hot+,D3cold+)
		Status: D0 NoSoftRst+ PME-Enable- DSel=0 DScale=0 PME-
	Capabilities: [80] Vendor Specific Information: Len=14 <?>
	Capabilities: [60] MSI: Enable+ Count=1/1 Maskable- 64bit+
		Address: 00000000fee002d8  Data: 0000
barsh> # saved and read back
barsh> config dump audio.txt -format lspci
barsh> config dump audio.bin -format raw
barsh> config compare audio.txt
no difference to audio.txt in 256 bytes
barsh> config compare audio.bin
no difference to audio.bin in 256 bytes
barsh> detach
barsh> attach dump:audio.bin
d0  dump  8086:a0c8 class 040100
barsh> config caps
[50] Power Management v3
[80] Vendor Specific
[60] MSI
barsh> config compare data/two-functions.txt@01:00.0
config+0x002  DEVICE_ID               0xa0c8 | 0x150f          UNEXPECTED: bits 0xb5c7
config+0x004  COMMAND                 0x0006 | 0x0407          UNEXPECTED: DisINTx 0x0 | 0x1, IO 0x0 | 0x1
config+0x008  REVISION                0x20 | 0x01              UNEXPECTED: bits 0x21
config+0x00a  CLASS_DEVICE            0x0401 | 0x0200          UNEXPECTED: CLASS 0x4 | 0x2, SUBCLASS 0x1 | 0x0
config+0x00d  LATENCY_TIMER           0x20 | 0x00              UNEXPECTED: bits 0x20
config+0x00e  HEADER_TYPE             0x00 | 0x80              UNEXPECTED: MULTI 0x0 | 0x1
config+0x010  BASE_ADDRESS_0          0x18110004 | 0xfe800000  UNEXPECTED: bits 0xe6910004
config+0x014  BASE_ADDRESS_1          0x00000060 | 0x00000000  UNEXPECTED: bits 0x00000060
config+0x020  BASE_ADDRESS_4          0x18000004 | 0x00000000  UNEXPECTED: bits 0x18000004
config+0x024  BASE_ADDRESS_5          0x00000060 | 0x00000000  UNEXPECTED: bits 0x00000060
config+0x02c  SUBSYSTEM_VENDOR_ID     0x1028 | 0x8086          UNEXPECTED: bits 0x90ae
config+0x02e  SUBSYSTEM_ID            0x0a1a | 0x0001          UNEXPECTED: bits 0x0a1b
config+0x034  CAPABILITY_LIST         0x50 | 0x40              UNEXPECTED: bits 0x10
config+0x03c  INTERRUPT_LINE          0xff | 0x0a              UNEXPECTED: bits 0xf5
config+0x040  Power Management+0x0    0x00000000 | 0xc8235001  UNEXPECTED: bits 0xc8235001
config+0x044  PGCTL                   0x00000000 | 0x00002108  UNEXPECTED: bits 0x00002108
config+0x050  PM.HDR                  0x8001 | 0x7005          UNEXPECTED: NEXT 0x80 | 0x70, ID 0x1 | 0x5
config+0x052  PM.PMC                  0xc843 | 0x0180          UNEXPECTED: PME 0x19 | 0x0, AuxCur 0x1 | 0x6, VER 0x3 | 0x0
config+0x054  PM.PMCSR                0x0008 | 0x0000          UNEXPECTED: NoSoftRst 0x1 | 0x0
config+0x060  MSI.HDR                 0x0005 | 0x0000          UNEXPECTED: ID 0x5 | 0x0
config+0x062  MSI.CTL                 0x0081 | 0x0000          UNEXPECTED: 64BIT 0x1 | 0x0, ENABLE 0x1 | 0x0
config+0x064  MSI.ADDR                0xfee002d8 | 0x00000000  UNEXPECTED: bits 0xfee002d8
config+0x070  MSI.MASK                0x00000000 | 0x8009a011  UNEXPECTED: MASK 0x0 | 0x8009a011
config+0x074  MSI.PENDING             0x00000000 | 0x00000003  UNEXPECTED: PENDING 0x0 | 0x3
config+0x078  MSI-X+0x8               0x00000000 | 0x00002003  UNEXPECTED: bits 0x00002003
config+0x080  VNDR.HDR                0x6009 | 0x0000          UNEXPECTED: NEXT 0x60 | 0x0, ID 0x9 | 0x0
config+0x082  VNDR.LEN                0x14 | 0x00              UNEXPECTED: bits 0x14
config+0x080  MSI-X+0x10              0xf0146009 | 0x00000000  UNEXPECTED: bits 0xf0000000
config+0x084  MSI-X+0x14              0x01400010 | 0x00000000  UNEXPECTED: bits 0x01400010
config+0x088  MSI-X+0x18              0x00006a88 | 0x00000000  UNEXPECTED: bits 0x00006a88
config+0x0a0  Express+0x0             0x00000000 | 0x00020010  UNEXPECTED: bits 0x00020010
config+0x0a4  Express+0x4             0x00000000 | 0x10008cc2  UNEXPECTED: bits 0x10008cc2
config+0x0a8  Express+0x8             0x00000000 | 0x00192830  UNEXPECTED: bits 0x00192830
config+0x0ac  Express+0xc             0x00000000 | 0x0042dc42  UNEXPECTED: bits 0x0042dc42
config+0x0b0  Express+0x10            0x00000000 | 0x10420040  UNEXPECTED: bits 0x10420040
config+0x0c4  Express+0x24            0x00000000 | 0x0000081f  UNEXPECTED: bits 0x0000081f
36 differences to data/two-functions.txt@01:00.0 in 256 bytes: 0 expected, 0 hidden, 36 unexpected
error: 36 unexpected differences to data/two-functions.txt@01:00.0
barsh> attach dump:data/two-functions.txt@01:00.0
d1  dump 01:00.0  8086:150f class 020000
barsh> config caps
[40] Power Management v3
[50] MSI
[70] MSI-X
[a0] Express v2
[100] AER v2
[140] Device Serial Number v1
[150] ARI v1
barsh> config decode
01:00.0 0200: 8086:150f (rev 01)
	Subsystem: 8086:0001
	Control: I/O+ Mem+ BusMaster+ SpecCycle- MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B- DisINTx+
	Status: Cap+ 66MHz- UDF- FastB2B- ParErr- DEVSEL=fast >TAbort- <TAbort- <MAbort- >SERR- <PERR- INTx-
	Latency: 0, Cache Line Size: 64 bytes
	Interrupt: pin A routed to IRQ 10
	Region 0: Memory at fe800000 (32-bit, non-prefetchable)
	Capabilities: [40] Power Management version 3
		Flags: PMEClk- DSI+ D1- D2- AuxCurrent=0mA PME(D0+,D1-,D2-,D3hot+,D3cold+)
		Status: D0 NoSoftRst+ PME-Enable+ DSel=0 DScale=1 PME-
	Capabilities: [50] MSI: Enable- Count=1/1 Maskable+ 64bit+
		Address: 0000000000000000  Data: 0000
		Masking: 00000000  Pending: 00000000
	Capabilities: [70] MSI-X: Enable+ Count=10 Masked-
		Vector table: BAR=3 offset=00000000
		PBA: BAR=3 offset=00002000
	Capabilities: [a0] Express (v2) Endpoint, MSI 00
		DevCap:	MaxPayload 512 bytes, PhantFunc 0, Latency L0s <512ns, L1 <64us
			ExtTag- AttnBtn- AttnInd- PwrInd- RBE+ FLReset+ SlotPowerLimit 0W
		DevCtl:	CorrErr- NonFatalErr- FatalErr- UnsupReq-
			RlxdOrd+ ExtTag- PhantFunc- AuxPwr- NoSnoop+ FLReset-
			MaxPayload 256 bytes, MaxReadReq 512 bytes
		DevSta:	CorrErr+ NonFatalErr- FatalErr- UnsupReq+ AuxPwr+ TransPend-
		LnkCap:	Port #0, Speed 5GT/s, Width x4, ASPM L0s L1, Exit Latency L0s <2us, L1 <32us
			ClockPM- Surprise- LLActRep- BwNot- ASPMOptComp+
		LnkCtl:	ASPM Disabled; RCB 64 bytes, Disabled- CommClk+
			ExtSynch- ClockPM- AutWidDis- BWInt- AutBWInt-
		LnkSta:	Speed 5GT/s, Width x4
			TrErr- Train- SlotClk+ DLActive- BWMgmt- ABWMgmt-
		DevCap2: Completion Timeout: Range ABCD, TimeoutDis+ NROPrPrP- LTR+
			 10BitTagComp- 10BitTagReq- OBFF Not Supported, ExtFmt- EETLPPrefix-
			 EmergencyPowerReduction Not Supported, EmergencyPowerReductionInit-
			 FRS- TPHComp- ExtTPHComp-
			 AtomicOpsCap: 32bit- 64bit- 128bitCAS-
		DevCtl2: Completion Timeout: 50us to 50ms, TimeoutDis- LTR- 10BitTagReq- OBFF Disabled,
			 AtomicOpsCtl: ReqEn-
		LnkCtl2: Target Link Speed: 2.5GT/s, EnterCompliance- SpeedDis-
			 Transmit Margin: Normal Operating Range, EnterModifiedCompliance- ComplianceSOS-
			 Compliance Preset/De-emphasis: -6dB de-emphasis, 0dB preshoot
		LnkSta2: Current De-emphasis Level: -6dB, EqualizationComplete- EqualizationPhase1-
			 EqualizationPhase2- EqualizationPhase3- LinkEqualizationRequest-
			 Retimer- 2Retimers- CrosslinkRes: unsupported
	Capabilities: [100 v2] Advanced Error Reporting
		UESta:	DLP- SDES- TLP- FCP- CmpltTO- CmpltAbrt- UnxCmplt- RxOF- MalfTLP- ECRC- UnsupReq- ACSViol-
		UEMsk:	DLP- SDES- TLP- FCP- CmpltTO- CmpltAbrt- UnxCmplt- RxOF- MalfTLP- ECRC- UnsupReq+ ACSViol-
		UESvrt:	DLP+ SDES+ TLP- FCP+ CmpltTO- CmpltAbrt- UnxCmplt- RxOF+ MalfTLP+ ECRC- UnsupReq- ACSViol-
		CESta:	RxErr- BadTLP- BadDLLP- Rollover- Timeout- AdvNonFatalErr-
		CEMsk:	RxErr- BadTLP- BadDLLP- Rollover- Timeout- AdvNonFatalErr+
		AERCap:	First Error Pointer: 00, ECRCGenCap+ ECRCGenEn- ECRCChkCap+ ECRCChkEn-
			MultHdrRecCap- MultHdrRecEn- TLPPfxPres- HdrLogCap-
		HeaderLog: 00000000 00000000 00000000 00000000
	Capabilities: [140 v1] Device Serial Number 00-56-78-ff-ff-34-a0-c9
	Capabilities: [150 v1] Alternative Routing-ID Interpretation (ARI)
		ARICap:	MFVC- ACS-, Next Function: 1
		ARICtl:	MFVC- ACS-, Function Group: 0
