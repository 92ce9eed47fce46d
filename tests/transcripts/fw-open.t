# args: file:scratch.bin
# setup: head -c 4096 /dev/zero >scratch.bin; mkfw demo.ri; mkfw ace sof-ace.ri
barsh> fw open demo.ri
file.demo  64 KiB, the payload of demo.ri from 0x300 on
barsh> # the region begins where the extended manifest ends
barsh> rd file.demo+0
0x44504324
barsh> rd file.demo+0x2000
0x314d4124
barsh> fw open demo.ri
error: file:scratch.bin has a region file.demo already
hint: give another name: fw open FILE NAME
barsh> fw open demo.ri again
file.again  64 KiB, the payload of demo.ri from 0x300 on
barsh> # a copy: writing changes neither the file nor the other region
barsh> wr file.again+0 0
file.again+0x000000 := 0x00000000
barsh> rd file.again+0
0x00000000
barsh> rd file.demo+0
0x44504324
barsh> rd file.demo+0x10000
error: file.demo+0x10000 is outside file.demo (64 KiB, last byte at 0xffff)
hint: the last 32 bits begin at file.demo+0xfffc
barsh> set region [fw open sof-ace.ri]
barsh> rd $region+0
0x44504324
barsh> regions
bar0              4 KiB  rwm
file.demo        64 KiB  rwm
file.again       64 KiB  rwm
file.sof-ace     64 KiB  rwm
barsh> fw open demo.ri a/b
error: 'a/b' is no region name
hint: letters, digits, _ and -, at most 32
barsh> fw open ./missing.ri
error: cannot open ./missing.ri: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> fw opne demo.ri
error: fw has no 'opne'
hint: did you mean fw open?
