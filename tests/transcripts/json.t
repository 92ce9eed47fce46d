# args: --json
# setup: printf 'rd config+0\nrd no.such\n' > two.tcl
barsh> # for programs: one result on a line
barsh> attach sim:edu
{"name":"d0","spec":"sim:edu","vendor":"0x1234","device":"0x11e8","class":"0x00ff00","about":"simulated: QEMU's educational device: factorial, interrupts, DMA; bus master is off, as after an open through vfio"}
barsh> rd config+0
{"region":"config","offset":0,"value":"0x11e81234"}
barsh> rd config+0 2
["0x11e81234","0x00100002"]
barsh> reg block FIFO bar0+0x200 "a queue"
barsh> reg define DATA 0x00 32 rc "the next word"
barsh> reg define FILL 0x04 32 ro "words in the queue"
barsh> rd FIFO.*
[{"name":"DATA","address":"bar0+0x000200","not_read":"read-to-clear"},{"name":"FILL","address":"bar0+0x000204","value":"0xffffffff","fields":{}}]
barsh> dump bar0+0x200 12
not read: DATA (read-to-clear); -force reads
{"region":"bar0","offset":512,"width":32,"values":["--","0xffffffff","0xffffffff"]}
barsh> rd bar0+0x204
{"region":"bar0","offset":516,"value":"0xffffffff","all_ones":"config space shows nothing wrong; a block without power, clock or enable bit reads so"}
barsh> # an error in a file says where
barsh> source two.tcl
{"error":"no register is called 'no.such'","code":"ENOENT","hint":"reg list shows the names, reg find TEXT searches the descriptions","file":"two.tcl","line":2}
barsh> detach
barsh> # bytes that are no text
barsh> error "a\xff\x01b"
{"error":"a??b","code":"EINVAL"}
