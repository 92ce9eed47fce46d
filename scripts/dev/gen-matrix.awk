# SPDX-License-Identifier: GPL-2.0-or-later
# usage: awk -f gen-matrix.awk OUTPUT-OF-gen-matrix.tcl      the table of FAULTS.md, in markdown

function cell(text) {
	gsub(/\|/, "\\|", text)
	return text
}

function row(name, help, stage, time, evidence, hint, back) {
	printf "| `%s` | %s | %s | %s | %s | %s | %s |\n", name, cell(help), stage, time, cell(evidence), cell(hint), back
}

BEGIN {
	print "| Fault | What is wrong | Fails at | After | Evidence | Next step | `boot reset` |"
	print "|---|---|---|---|---|---|---|"
}

# the list: "power:", "  core-no-power       off  CPA never follows SPA"
/^== / { listing = $0 == "== faults" }
listing && /^  [a-z]/ {
	name = $1
	sub(/^ *[^ ]+ +o[nf]+ +/, "")
	help[name] = $0
}

# a boot: the last stage that failed counts, earlier ones were tried again
/^== boot\|/ {
	name = substr($0, 9)
	stage = evidence = hint = ""
	time = ""
	booting = 1
}
/^== reset/ { booting = 0 }
/^== while\|/ { lasting = substr($0, 10) }
booting && /\] [^ ]+ +FAILED / {
	sub(/^\[[^]]*\] +/, "")
	stage = $1
	sub(/^[^ ]+ +FAILED +/, "")
	time = $1 " " $2
	sub(/^[^ ]+ [^ ]+ +/, "")
	evidence = $0
	hint = ""
}
booting && /^       hint: / { hint = substr($0, 14) }
/^== after\|/ {
	split($0, part, "|")
	back = lasting
	if (lasting == "no")
		back = part[2] == "no" ? "no" : "no; " part[2] " once it is gone"
	if (part[3] != "boots")
		back = back "; does not boot again"
	if (stage == "")
		evidence = "the boot goes through"
	row(name, name in help ? help[name] : "an image for another platform", stage, time, evidence, hint, back)
}

/^== mutant\|/ {
	split($0, part, "|")
	row(part[2], part[3], part[4], sprintf("%.0f ms", part[7] / 1e6), part[5], part[6], part[8])
}
