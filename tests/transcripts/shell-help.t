barsh> help quit
quit ?STATUS?
    detach everything and leave

    STATUS          exit status, 0 if left out

example:
    quit
barsh> help assert
assert EXPR ?MESSAGE?
    fail unless an expression holds, and say what was seen

    The expression is Tcl's, in braces. A failure names it and the values in
    it; with -f the program ends with status 1.

    EXPR            a Tcl expression: {[rd config+0] == 0x12345678}
    MESSAGE         what to say instead of the expression

example:
    assert {[rd.16 config+0] != 0xffff} "the device is gone"
barsh> help numbers
numbers: 0x 0b 0o or decimal, with _ and the suffixes k m g

0xff 255 0b1111_1111 0o377 64k 16m 1g   never bare hex
300us 50ms 2s                           times always have a unit
A value too wide for its register is an error, never cut.
barsh> help qiut
error: no help on 'qiut'
hint: did you mean help quit?
barsh> help -k "one access of exactly"
error: no command's help mentions 'one access of exactly'
hint: 'help' lists the commands
barsh> help qqqqqqqq
error: no help on 'qqqqqqqq'
hint: help -k qqqqqqqq searches; 'help' lists the commands
barsh> help -k ladder
  boot reset      bring a wedged DSP back, from the mildest means to the strongest
barsh> help -k zzzzz
error: no command's help mentions 'zzzzz'
hint: 'help' lists the commands
barsh> help -k
error: help -k: what to search for is missing
barsh> help -as poem
error: help: -as: 'poem' is not a choice
hint: one of markdown|man|examples
barsh> log off
off
barsh> log /nowhere/file
error: cannot write /nowhere/file: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> quit 256
error: quit: an exit status is 0 to 255, not 256
barsh> quit 7
# exit 7
