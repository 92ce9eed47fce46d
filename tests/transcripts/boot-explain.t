barsh> # no device is needed for a word from a log
barsh> boot explain 0x06000021
0x06000021  ROM status, cAVS: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR
            hint: the CSE (ME firmware) did not answer; is the ME/HECI device present? then: boot reset; boot run
0x06000021  ROM status, ACE: PURGE_FW_END, waiting for CSE_CSR
            hint: the CSE (ME firmware) did not answer; is the ME/HECI device present? then: boot reset; boot run
barsh> boot explain 0x05000001
0x05000001  ROM status: INIT_DONE, waiting for DMA_BUFFER_FULL
            hint: the ROM waits for the image: is the stream running, are SPIB, CBL and the tag of the purge request those of this stream?
barsh> boot explain 0x55000001
0x55000001  ROM status: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
            hint: the ROM waits for the image: is the stream running, are SPIB, CBL and the tag of the purge request those of this stream?
barsh> boot explain 5
0x00000005  ROM status: FW_ENTERED
            hint: the firmware runs; this is where a boot should end
barsh> boot explain 44
0x0000002c  error word: signature verification failed
            hint: this part does not trust the image: another key, another platform's, or it changed on the way; 'fw info FILE' names key and platform
0x0000002c  ROM status, ACE: AUTH_API_INIT
            hint: the ROM stopped on its way; try: boot reset; boot run
barsh> boot explain 0xcafe0000
0xcafe0000  error word: kernel exception
            hint: the firmware crashed: 'dsp status' shows its words; boot reset; boot run, or another image
barsh> boot explain 0x8dead001
0x8dead001  doorbell: firmware panic
            hint: 'dsp status' shows the words it left; then: boot reset; boot run
barsh> boot explain 0x00dead
0x0000dead  ROM status: unknown state 0xdead
            hint: no table knows this code: is it a status word at all?
barsh> boot explain 0x106000021
error: code 0x106000021 does not fit in 32 bits
barsh> boot explain 06000021
error: boot explain: CODE: '06000021' is ambiguous: a number may not begin with 0
hint: write 0o17 for octal, 17 for decimal, 0x17 for hexadecimal
barsh> boot explain 0xzz
error: boot explain: CODE: '0xzz' is not a number
hint: numbers are 0x1f, 0b101, 0o17 or decimal, with _ and k m g
barsh> boot explain
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
