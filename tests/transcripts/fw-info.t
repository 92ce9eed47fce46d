# setup: mkfw demo.ri; mkfw ace ace.bin; mkfw avs15 skl.bin
barsh> fw info demo.ri
demo.ri  IPC3 firmware, 66304 bytes
  manifest  0x000000  XMan, 768 bytes, 7 elements
    version   2.2.0 build 65535, tag mkfw, ABI 3.22.1, source 0x00000000, Jan  1 2026 00:00:00
    compiler  mkfw 0.0.0 -O2 patterned bytes, no code
    config    IPC message size 384
    platform  outbox size 4096, inbox size 8192
    windows   0+0x0000 0x1000  REGS
              0+0x1000 0x1000  UPBOX
              1+0x0000 0x2000  DOWNBOX
              2+0x0000 0x0800  DEBUG
              2+0x0800 0x0800  EXCEPTION
              2+0x1000 0x1000  STREAM
              3+0x0000 0x2000  TRACE
  payload   0x000300  64 KiB, 16 pages
  $CPD      0x000300  version 2, CRC-32 0x82c0f232 ok
    ADSP.man      payload 0x0005c + 0x00464
    cavs0015.met  payload 0x004c0 + 0x00070
    cavs0015      payload 0x00540 + 0x0fac0
  signed    0x00035c  2026-01-01, vendor 0x8086, security version 0
    key       barsh test key, 3072 bits, modulus SHA-1 affa3d45...
  body hash 0x0007c0  SHA-384 6c0d42f061fd8aae... over 0x840 to 0x10300, IMR type 3
  $AM1      0x002300  ADSPFW 2.2.0.1, 16 pages to memory offset 0x30000
    BRNGUP    entry 0xb0038000     1 pages,   4 bss  11111111-1111-1111-1111-111111111111
    BASEFW    entry 0xbe02c000     7 pages,   4 bss  22222222-2222-2222-2222-222222222222
barsh> fw info ace.bin
ace.bin  IPC4 firmware, 65684 bytes
  manifest  0x000000  $AE1, 148 bytes, 2 modules
  payload   0x000094  64 KiB, 16 pages
  $CPD      0x000094  version 2, CRC-32 0xe9396a46 ok
    ADSP.man      payload 0x0005c + 0x004b8
    ADSP.met      payload 0x004c0 + 0x00070
    ADSP          payload 0x00540 + 0x0facc
  signed    0x0000f0  2026-01-01, vendor 0x8086, security version 0
    key       barsh test key, 3072 bits, modulus SHA-1 affa3d45...
  body hash 0x000548  SHA-384 584deea6230c6556... over 0x5c8 to 0x10094, IMR type 3
  $AM1      0x002094  ADSPFW 2.2.0.1, 16 pages to memory offset 0x40000, main
    BRNGUP    entry 0xb0038000     1 pages,   4 bss  11111111-1111-1111-1111-111111111111
    BASEFW    entry 0xbe02c000     6 pages,   4 bss  22222222-2222-2222-2222-222222222222
    COPIER    entry 0xbe100000     1 pages,   4 bss  33333333-3333-3333-3333-333333333333
barsh> fw info skl.bin
skl.bin  IPC4 firmware, 65684 bytes
  manifest  0x000000  $AE1, 148 bytes, 2 modules
  payload   0x000094  64 KiB, 16 pages
  signed    0x000094  2026-01-01, vendor 0x8086, security version 0
    key       barsh test key, 2048 bits, modulus SHA-1 9074c900...
  $AM1      0x000318  ADSPFW 2.2.0.1, 16 pages to memory offset 0x0
    BRNGUP    entry 0xb0038000     1 pages,   4 bss  11111111-1111-1111-1111-111111111111
    BASEFW    entry 0xbe02c000    12 pages,   4 bss  22222222-2222-2222-2222-222222222222
    COPIER    entry 0xbe100000     1 pages,   4 bss  33333333-3333-3333-3333-333333333333
barsh> # a script gets a dictionary
barsh> set image [fw info demo.ri]
barsh> show dict get $image payload_size
65536
barsh> foreach module [dict get $image am1 modules] { puts [dict get $module name] }
BRNGUP
BASEFW
