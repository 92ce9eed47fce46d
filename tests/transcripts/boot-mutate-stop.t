# args: sim:tgl
# setup: mkfw fw.ri
barsh> # Ctrl-C in a mutated boot: the DSP is brought back first; in a file or a pipe that is the end
barsh> boot recipe stop
barsh> boot stage probe {dsp probe}
barsh> boot stage second {if {[incr n] == 2} {exec kill -INT [pid]; sim clock 10ms}}
barsh> boot mutate fw.ri -only gprocen
1 mutation of recipe stop: each one a boot, a recovery and a control boot, together 4 s at most
the unaltered boot takes 2.52 ms; Ctrl-C stops and recovers the DSP
interrupted in gprocen; the DSP is back (cores)
error: interrupted
# exit 130
