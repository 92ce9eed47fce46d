# args: sim:edu
barsh> assert {[rd config+0] == 0x11e81234}
barsh> assert {[rd config+0] == 5}
error: assertion failed: [rd config+0] == 5
hint: saw: 0x11e81234 == 5
barsh> assert {1 == 2 || [rd.16 config+0] > 0xffff} "the device is gone"
error: the device is gone
hint: saw: 1 == 2 || 0x1234 > 0xffff
barsh> set x 3
barsh> assert {$x == 4 && [rd config+0] == 2}
error: assertion failed: $x == 4 && [rd config+0] == 2
hint: saw: 3 == 4 && ... == 2
barsh> proc check {wanted} { assert {[rd.16 config+0] == $wanted} }
barsh> check 0x1234
barsh> check 7
error: assertion failed: [rd.16 config+0] == $wanted
hint: saw: 0x1234 == 7
barsh> catch { check 7 } message
barsh> show set errorCode
BARSH EDOM
barsh> assert {$nothing}
error: can't read "nothing": no such variable
barsh> assert
error: assert: EXPR is missing
hint: usage: assert EXPR ?MESSAGE?
