# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154 # the variables are shared with lib.sh

# serve MODEL [OPTION...]: in the background, until the socket is there
serve() {
	model=$1
	shift
	"$program" "$@" --serve s.sock "$model" >served.out 2>served.err &
	server=$!
	until [ -S s.sock ]; do
		kill -0 $server 2>/dev/null || break
		sleep 0.01
	done
}

it "serves nothing but simulated devices"
run --serve s.sock file:/dev/null
wants 2 ""
has "$err" "file:/dev/null cannot be served"
run --serve s.sock
wants 2 ""
has "$err" "--serve needs a device"
run --serve s.sock sim:tgk
wants 2 ""
has "$err" "did you mean sim:tgl?"
run --serve s.sock sim:tgl -c 'rd GCTL'
wants 2 ""
has "$err" "--serve runs no commands"

it "does not touch a file that is no socket"
echo precious >s.sock
run --serve s.sock sim:edu
wants 3 ""
has "$err" "s.sock exists and is no socket"
[ "$(cat s.sock)" = precious ] || complain "the file was changed"

it "is ended by a signal, and takes its socket with it"
serve sim:edu
kill -TERM $server
wait $server
status=$?
[ $status = 130 ] || complain "exit status $status, not 130"
[ ! -e s.sock ] || complain "the socket is still there"
has served.err "serving sim:edu on s.sock"

it "is not ended by somebody who asks whether the socket is served"
serve sim:edu
run --serve s.sock sim:edu
wants 3 ""
has "$err" "s.sock is served already"
[ -S s.sock ] || complain "the socket is gone"
kill -TERM $server
wait $server
