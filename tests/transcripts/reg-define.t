# args: file:scratch.bin
# setup: head -c 4096 /dev/zero >scratch.bin
# setup: printf 'reg block FAN bar0 "a fan"\nreg define SPEED 0 32 rw "rounds"\nreg define OTHER 2 16 ro\n' >overlap.tcl
# setup: head -c 16 /dev/zero >small.bin
barsh> # nothing is known of a plain file until somebody describes it
barsh> reg list
no registers are known here
barsh> reg show CTL
error: no register is called 'CTL'
hint: no registers are known here: reg open FILE defines some
barsh> reg define CTL 4 32 rw
error: 'CTL' belongs to no block
hint: begin one first: reg block NAME REGION
barsh> reg block TIMER bar0+0x100 "a timer"
barsh> reg define COUNT 0x00 32 ro "ticks since reset"
barsh> reg define CTL 0x04 32 rw "control" -reset 0x10 {
  ...>     # what the hardware people call TMR_CTL_0
  ...>     RUN   0       "counts while set"
  ...>     MODE  5:4     "what it counts" { 0 UP 1 DOWN
  ...>                                      2 BOTH }
  ...>     CHAN  15:8 bits "channels on"
  ...>     FULL  31 w1c  "has wrapped"
  ...> }
barsh> reg define EVENT 0x08 32 once "event FIFO" { CODE 7:0 "code"; SRC 11:8 "source" }
barsh> reg show CTL
bar0+0x000104  bar0.TIMER.CTL  32 bits, rw, reset 0x00000010
  a timer: control
  [31]    FULL       w1c   has wrapped
  [15:8]  CHAN       rw    channels on (a bit each)
  [5:4]   MODE       rw    what it counts
            0x0 UP
            0x1 DOWN
            0x2 BOTH
  [0]     RUN        rw    counts while set
barsh> reg decode CTL 0x80000521
bar0+0x000104  CTL           0x80000521   control
  [31]    FULL    1     has wrapped
  [15:8]  CHAN    0x05  channels on: 0 2
  [5:4]   MODE    0x2   BOTH
  [0]     RUN     1     counts while set
barsh> reg decode CTL 0x00000030
bar0+0x000104  CTL           0x00000030   control
  [31]    FULL    0     has wrapped
  [15:8]  CHAN    0x00  channels on: none
  [5:4]   MODE    0x3   unknown value
  [0]     RUN     0     counts while set
barsh> reg show EVENT
bar0+0x000108  bar0.TIMER.EVENT  32 bits, once
  a timer: event FIFO
  [11:8]  SRC        once  source
  [7:0]   CODE       once  code
barsh> # arrays: of blocks, and of registers
barsh> reg block CH%d bar0+0x200 "DMA channels" -count 8 -stride 0x10
barsh> reg define CTL 0 32 rw "channel control" { RUN 0 "runs" }
barsh> reg show CH7.CTL
bar0+0x000270  bar0.CH7.CTL  32 bits, rw, element 7 of 8
  DMA channels: channel control
  [0]     RUN        rw    runs
barsh> reg show CH8.CTL
error: no register is called 'CH8.CTL'
hint: did you mean CH0.CTL?
barsh> reg block TABLE bar0+0x400 "a table"
barsh> reg define ENTRY%d 0 64 rw "an entry" -count 4 -stride 8
barsh> reg list
bar0+0x000100    COUNT        32 ro    ticks since reset
bar0+0x000104    CTL          32 rw    control
bar0+0x000108    EVENT        32 once  event FIFO
bar0+0x000200    CH%d.CTL (8) 32 rw    channel control
bar0+0x000400    ENTRY%d (4)  64 rw    an entry
barsh> reg list CH?.*
bar0+0x000200    CH0.CTL      32 rw    channel control
bar0+0x000210    CH1.CTL      32 rw    channel control
bar0+0x000220    CH2.CTL      32 rw    channel control
bar0+0x000230    CH3.CTL      32 rw    channel control
bar0+0x000240    CH4.CTL      32 rw    channel control
bar0+0x000250    CH5.CTL      32 rw    channel control
bar0+0x000260    CH6.CTL      32 rw    channel control
bar0+0x000270    CH7.CTL      32 rw    channel control
barsh> # what is taken is refused, with both names
barsh> reg define OTHER 0x1a 16 rw
error: 'OTHER' at 0x41a (16 bits) overlaps 'ENTRY3' at 0x418 (64 bits)
hint: -alias defines a second view of the same bytes
barsh> reg define entry2 0x100 32 rw
error: 'entry2' at 0x500 is defined already, at 0x410
barsh> reg define X 0x100 32 rw "" { A 7:0; B 8:4 }
error: X: fields A (7:0) and B (8:4) overlap
barsh> reg define X 0x100 32 rw "" { A 7:0; a 15:8 }
error: X: two fields are called a (7:0 and 15:8)
barsh> reg define X 0x100 16 rw "" { A 16:15 }
error: X.A: bits 16:15 are not inside 16 bits
hint: write HIGH:LOW, HIGH at most 15
barsh> reg define X 0x100 32 rw "" { A 1:0 { 4 FOUR } }
error: X.A: value 0x4 (FOUR) needs 3 bits, the field has 2
barsh> reg define X 0x100 32 rw "" { A 1:0 { 1 0 } }
error: X: A: value 0x1 may not be called '0'
hint: a name, not a number: 0_BYTES, D0
barsh> reg define X 0x100 32 rw "" { A 1:0 { 1 } }
error: X: A: value 1 has no name
barsh> reg define X 0x100 32 rw "" { A }
error: X: field 'A' has no bits
hint: write NAME HIGH:LOW, or NAME BIT
barsh> reg define X 0x100 32 rw "" { A 1 sometimes }
error: X: A: 'sometimes' is no attribute of a field
hint: rw ro wo w1c rc once, bits, also NAME, "help" or { VALUE NAME ... }
barsh> reg define X 0x100 32 rw "" { A 1 "unclosed }
error: X: A: '"unclosed ': the closing " is missing
barsh> reg define X 0x101 32 rw
error: 'X': offset 0x501 is not a multiple of its 4 bytes
barsh> reg define X 0x100 24 rw
error: 'X': a width of 24 bits is not 8, 16, 32 or 64
barsh> reg define X 0x100 32 r
error: reg define: ACCESS: 'r' is not a choice
hint: one of rw|ro|wo|w1c|rc|once
barsh> reg define X 0x100 32 rw -reset 0x100000000
error: 'X': reset value 0x100000000 needs 33 bits, the register has 32
barsh> reg define X 0x100 32 rw -count 4
error: array 'X' needs a stride
barsh> reg define X%d 0x100 32 rw -count 4
error: array 'X%d' needs a stride
barsh> reg define X%d 0x100 32 rw -count 70000 -stride 4
error: X%d: -count: 70000 is not 1 to 65536
barsh> reg define X 0xfffffffffffffff8 64 rw
error: 'X': offset 0xfffffffffffffff8 passes the end of 64 bits
barsh> reg define {X Y} 0x100 32 rw
error: register name 'X Y': ' ' may not be in a name
hint: letters, digits and _ . - are, and %d in an array
barsh> reg block B config -cap 1 -ecap 2
error: only one of -cap, -ecap and -header
barsh> reg block B config+4 -cap 1
error: block 'B' begins where the device says: no offset, no count
barsh> reg open overlap.tcl
error: overlap.tcl:3: 'OTHER' at 0x2 (16 bits) overlaps 'SPEED' at 0x0 (32 bits)
hint: -alias defines a second view of the same bytes
barsh> reg show SPEED
bar0+0x000000  bar0.FAN.SPEED  32 bits, rw
  a fan: rounds
barsh> # a block defined again replaces the old one
barsh> reg block TABLE bar0+0x500 "a smaller table"
barsh> reg define ENTRY 0 32 rw "the entry"
barsh> reg list TABLE.*
bar0+0x000500    ENTRY        32 rw    the entry
barsh> # compare leaves out what reading would change, on both sides, unless it is told to
barsh> attach file:small.bin -as small
small  file:small.bin
barsh> reg block FIFO bar0
barsh> reg define DATA 0 32 once "takes one away"
barsh> wr bar0+0 1
bar0+0x000000  := 0x00000001
barsh> compare bar0+0 bar0+4 4
not read: DATA (every read takes data away); -force reads
equal in what was read
barsh> compare bar0+0 bar0+4 4 -force
bar0+0x000000  0x00000001  0x00000000
1 unit differs
barsh> search bar0+0 8 1
not read: DATA (every read takes data away); -force reads
not found in what was read
barsh> search bar0+0 8 1 -force
bar0+0x000000  0x00000001
