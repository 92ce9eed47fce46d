# setup: mkfw demo.ri; echo hello >notes.txt; mkfw cavs1 old.ri; cp demo.ri bad.ri; printf X | dd of=bad.ri bs=1 seek=60000 conv=notrunc; head -c 20000 demo.ri >short.ri; head -c 700 demo.ri >stub.ri; : >empty.ri; cp demo.ri unsigned.ri; dd if=/dev/zero of=unsigned.ri bs=1 seek=1376 count=384 conv=notrunc
barsh> fw verify demo.ri
ok      manifest       0x000000  XMan: 7 elements fill its 0x300 bytes
ok      payload-size   0x000300  0x10000 bytes, 16 pages
ok      cpd-checksum   0x000310  CRC-32 0x82c0f232 over 3 entries
ok      css-header     0x00035c  vendor 0x8086, 3072-bit key, 56 words signed
ok      met-hash       0x0007c0  SHA-384 of 0x7c0 to 0x830 is 78626620b3969ea5...
ok      body-hash      0x0007c0  SHA-384 of 0x840 to 0x10300 is 6c0d42f061fd8aae...
ok      body-limit     0x0007c0  0x2000 to 0x11ac0 in memory, the body has 0xfac0 bytes
ok      am1-header     0x002300  'ADSPFW' 2.2.0.1, 2 modules, image flags 0x0
ok      preload-pages  0x002310  16, as the payload has
ok      segments       0x002300  3 loaded segments lie in the payload
ok      module-hashes  0x002300  2 of 2 modules have one, all match
ok      signature      0x000560  made by the key in the image: barsh test key
barsh> fw verify old.ri
ok      manifest       0x000000  XMan: 7 elements fill its 0x300 bytes
ok      payload-size   0x000300  0x10000 bytes, 16 pages
ok      cpd-checksum   0x00030b  8-bit sum 0x1b over 3 entries
ok      css-header     0x000358  vendor 0x8086, 2048-bit key, 48 words signed
ok      met-hash       0x0006c0  SHA-256 of 0x6c0 to 0x720 is 8c4d990e54377217...
ok      body-hash      0x0006c0  SHA-256 of 0x740 to 0x10300 is ff57f8143d2dc8d4...
ok      body-limit     0x0006c0  0x2000 to 0x11bc0 in memory, the body has 0xfbc0 bytes
ok      am1-header     0x002300  'ADSPFW' 2.2.0.1, 2 modules, image flags 0x0
ok      preload-pages  0x002310  16, as the payload has
ok      segments       0x002300  3 loaded segments lie in the payload
ok      module-hashes  0x002300  2 of 2 modules have one, all match
ok      signature      0x0004dc  made by the key in the image: barsh test key
barsh> # one byte of the code is not what was signed
barsh> fw verify bad.ri
ok      manifest       0x000000  XMan: 7 elements fill its 0x300 bytes
ok      payload-size   0x000300  0x10000 bytes, 16 pages
ok      cpd-checksum   0x000310  CRC-32 0x82c0f232 over 3 entries
ok      css-header     0x00035c  vendor 0x8086, 3072-bit key, 56 words signed
ok      met-hash       0x0007c0  SHA-384 of 0x7c0 to 0x830 is 78626620b3969ea5...
FAILED  body-hash      0x0007c0  SHA-384 of 0x840 to 0x10300 is 4973f7863ba0caf9..., the image says 6c0d42f061fd8aae...
ok      body-limit     0x0007c0  0x2000 to 0x11ac0 in memory, the body has 0xfac0 bytes
ok      am1-header     0x002300  'ADSPFW' 2.2.0.1, 2 modules, image flags 0x0
ok      preload-pages  0x002310  16, as the payload has
ok      segments       0x002300  3 loaded segments lie in the payload
FAILED  module-hashes  0x0023c8  'BASEFW': SHA-256 of its segments is cc215ef51d8af800..., the image says b655baecff626679...
ok      signature      0x000560  made by the key in the image: barsh test key
error: bad.ri: 2 of 12 checks failed
hint: a ROM refuses an image that is not as it was signed: fetch or build it again
barsh> # a file cut short is no image, and the message says where it ends
barsh> fw verify short.ri
error: short.ri: $CPD entry 2 'cavs0015' at 0x344: 0x540 + 0xfac0 is past the end of the payload (0x4b20)
barsh> fw verify stub.ri
error: stub.ri: XMan manifest at 0x0: its 0x300 bytes reach past the end of the file (0x2bc)
barsh> fw verify empty.ri
error: empty.ri is empty
barsh> # never signed: nothing to check, and no part will take it
barsh> show dict get [lindex [fw verify unsigned.ri] end] detail
the image is not signed; a ROM refuses it
barsh> fw verify ./missing.ri
error: cannot open ./missing.ri: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> fw verify .
error: cannot open .: Is a directory
hint: name a file in it
barsh> fw verify notes.txt
error: notes.txt: not a firmware file: at 0x0 68 65 6c 6c, not 'XMan', '$AE1' or '$CPD'
hint: SOF images are called sof-*.ri, AVS images dsp_basefw.bin
barsh> fw verify
error: fw verify: FILE is missing
hint: usage: fw verify FILE
