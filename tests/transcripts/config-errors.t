# setup: printf '00: 86 80\n10: 8g\n' >bad.txt; printf 'fffe:fe:1f.7 none\n00: 86 80\n' >odd.txt; printf 'no bytes here\n' >text.txt; head -c 5000 /dev/zero >big.bin; : >empty.txt; mkdir folder
barsh> # dumps that cannot be opened
barsh> attach dump:
error: dump: needs a file, as in dump:lspci.txt@00:1f.3
barsh> attach dump:nowhere.txt
error: cannot open nowhere.txt: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> attach dump:folder
error: cannot open folder: Is a directory
hint: name a file in it
barsh> attach dump:empty.txt
error: empty.txt: the file is empty
barsh> attach dump:bad.txt
error: bad.txt: line 2: 'g' is not a hex digit
barsh> attach dump:text.txt
error: text.txt: no config bytes in 1 line of text
hint: save them with: lspci -xxxx -s BDF (as root)
barsh> attach dump:big.bin
error: big.bin: 5000 raw bytes: config space has 256 or 4096
barsh> attach dump:data/two-functions.txt
error: data/two-functions.txt: the file has 2 functions
hint: name one: FILE@00:1f.3
barsh> attach dump:data/two-functions.txt@00:02.0
error: data/two-functions.txt: no function 00:02.0 in the file
hint: it has 2 functions, the first is 00:1f.3
barsh> # nothing attached
barsh> config caps
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> attach dump:data/two-functions.txt@00:1f.3
d0  dump 00:1f.3  8086:a0c8 class 040100
barsh> # words that are wrong
barsh> config
error: config: which one?
hint: one of dump, decode, caps, compare
barsh> config cap
error: config has no 'cap'
hint: did you mean config caps?
barsh> config caps now
error: config caps: 'now' is one word too many
hint: usage: config caps
barsh> config dump -format hex
error: config dump: -format: 'hex' is not a choice
hint: one of hexdump|hexdump-c|lspci|xxd|raw
barsh> config dump -format raw
error: raw bytes need a file to go to
hint: config dump config.bin -format raw
barsh> config dump /nowhere/config.bin
error: cannot write /nowhere/config.bin: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> config dump odd.txt
error: cannot write odd.txt: File exists
hint: -force overwrites it
barsh> config compare nowhere.txt
error: cannot open nowhere.txt: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> config compare bad.txt
error: bad.txt: line 2: 'g' is not a hex digit
barsh> config compare one two
error: config compare: 'two' is one word too many
hint: usage: config compare ?OTHER?
barsh> rd config+0x100
error: config+0x100 is outside config (256 bytes, last byte at 0xff)
hint: the last 32 bits begin at config+0xfc
barsh> # a device without config space
barsh> attach file:data/two-functions.txt
d1  file:data/two-functions.txt
barsh> config caps
error: file:data/two-functions.txt has no region 'config'
hint: it has: bar0
barsh> # no machine has such a function
barsh> attach dump:odd.txt
d2  dump fffe:fe:1f.7
barsh> config compare
error: there is no PCI function fffe:fe:1f.7
hint: 'devices' lists what is here
barsh> rd config+0
error: config+0x0: a 32-bit access reaches past the end (2 bytes)
barsh> rd.16 config+0
0x8086
