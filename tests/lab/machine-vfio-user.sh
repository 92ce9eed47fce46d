# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # run-qemu.sh reads and sets these; the commas are QEMU's
# The machine of simulated DSPs: each row of sof/rows that applies to this kernel is a model in a process of
# its own (barsh --serve), which QEMU's vfio-user-pci puts into a slot of its own. Linux's drivers in the guest
# and who else the row names (sof/WHO.sh) are the cases ROW-WHO; sof/after.sh (and sof/WHO-after.sh, if there is
# one) judges what the model saw when the machine is off. build/lab/boots.txt is the table of all kernels' results.
#
# ARCHITECTURE.md says what a boot here proves, and what not. To look closer: dyndbg=+p for modules in
# sof/driver.sh, QEMU's -trace 'vfio_user_*'; ROW.log has the model's complaints and notes,
# ROW.trace every access (trace show).
qemu_dir=$("$top/scripts/dev/fetch-qemu.sh") || exit 77
qemu=$qemu_dir/qemu
LAB_CASE_SECONDS=${LAB_CASE_SECONDS:-180}
append=intel_iommu=on
[ -x "$top/build/pcmplay" ] || {
	echo "lab: build/pcmplay is missing: make build/pcmplay" >&2
	exit 77
}
after_cases=$top/build/lab/$suite-$variant/after
LAB_MODULES="vfio_iommu_type1 vfio-pci"
# by every SOF driver: the codec, the machine driver, what they ask for by name
LAB_SPARE_MODULES="snd-hda-codec-generic snd-soc-skl_hda_dsp snd-soc-dmic"
servers=() row_names=()

# read_row: the variables of the next row that is for this kernel (and in LAB_ROWS, if that is set), from stdin
read_row() {
	local kernels
	while read -r ROW MODEL FAULT IPC EXPECT kernels WHO MODULE FIRMWARE; do
		case $ROW in
		'' | '#'*) continue ;;
		esac
		[[ " ${LAB_ROWS:-$ROW} " = *" $ROW "* ]] || continue
		[[ ,$kernels, = *,$suite,* || $kernels = all ]] && return 0
	done
	return 1
}

# The topology of a codec and nothing else, for any platform.
declare -A topologies=(
	[3]=trixie:intel/sof-tplg/sof-hda-generic.tplg
	[4]=trixie:intel/sof-ipc4-tplg/sof-hda-generic.tplg
)

# lay_firmware SUITE:PATH: into the guest, where the kernel looks; sets FIRMWARE_FILE and FIRMWARE_PATH
lay_firmware() {
	FIRMWARE_FILE=$firmware_cache/${1%%:*}/${1#*:} FIRMWARE_PATH=${1#*:}
	[ -f "$FIRMWARE_FILE" ] || {
		echo "lab: there is no ${1#*:} of ${1%%:*}: run scripts/dev/fetch-firmware.sh" >&2
		exit 77
	}
	mkdir -p "$LAB_OVERLAY/lib/firmware/$(dirname "$FIRMWARE_PATH")"
	ln -sf "$FIRMWARE_FILE" "$LAB_OVERLAY/lib/firmware/$FIRMWARE_PATH"
}

# What comes with an image, when the platform has any: further images beside it, loadable modules.
lay_companions() { # SUITE:PATH of the image
	local suite_path=$firmware_cache/${1%%:*}/ file
	for file in "$suite_path$(dirname "${1#*:}")"/*-openmodules.ri \
		"$suite_path"intel/sof-ipc4-lib/"$(basename "$(dirname "${1#*:}")")"/*.bin; do
		[ ! -f "$file" ] || lay_firmware "${1%%:*}:${file#"$suite_path"}"
	done
}

serve_row() {
	local fault=()
	[ "$FAULT" = - ] || fault=(--fault "$FAULT")
	rm -f "$dir/$ROW.trace"
	"$barsh" -v "${fault[@]}" --trace "$dir/$ROW.trace" --serve "$sockets/$ROW" "sim:$MODEL" 2>"$dir/$ROW.log" 8>&- &
	servers+=($!)
	row_names+=("$ROW")
	machine+=(-device "{'driver':'vfio-user-pci','addr':'$BDF_SLOT.0','socket':{'type':'unix','path':'$sockets/$ROW'}}")
}

# The cases of a row: its variables in front of what is the same for all rows.
row_cases() {
	local who
	{
		printf '%s=%q\n' ROW "$ROW" MODEL "$MODEL" FAULT "$FAULT" IPC "$IPC" EXPECT "$EXPECT" FIRMWARE "$FIRMWARE_PATH" \
			TOPOLOGY "$TOPOLOGY_PATH" MODULE "$MODULE" BDF "0000:00:$BDF_SLOT.0" FILE "$FIRMWARE_FILE" \
			SUITE "$suite" LAB_KILLS "${LAB_KILLS:-}" LAB_SEED "${LAB_SEED:-}"
	} >"$dir/rows/$ROW"
	for who in ${WHO//,/ }; do
		cat "$dir/rows/$ROW" "$here/sof/functions.sh" "$here/sof/$who.sh" >"$dir/cases/$ROW-$who.sh"
		default_cases+=("$dir/cases/$ROW-$who.sh")
	done
	# who comes last left all there is
	cat "$dir/rows/$ROW" "$here/sof/after.sh" >"$after_cases/$ROW-$who.sh"
	[ ! -e "$here/sof/$who-after.sh" ] || cat "$here/sof/$who-after.sh" >>"$after_cases/$ROW-$who.sh"
}

machine_start() {
	firmware_cache=$("$top/scripts/dev/fetch-firmware.sh" trixie forky) || exit 77
	firmware_cache=$(echo "$firmware_cache" | sed -n 's/^images are below //p')
	export LAB_OVERLAY=$dir/overlay LAB_TOOLS=$top/build/pcmplay
	rm -rf "$dir/cases" "$after_cases" "$dir/rows" "$LAB_OVERLAY"
	mkdir -p "$dir/cases" "$after_cases" "$dir/rows" "$LAB_OVERLAY"
	# A socket's path is short, whatever folder this is.
	sockets=$(mktemp -d)
	# caching-mode: QEMU ends when the guest enables VT-d without it. Memory that is shared the models reach
	# themselves, other memory by messages.
	case ${LAB_MEMORY:-shared} in
	shared) memory="memory-backend-memfd,share=on" ;;
	private) memory="memory-backend-ram" ;;
	*)
		echo "lab: LAB_MEMORY is shared or private, not $LAB_MEMORY" >&2
		exit 2
		;;
	esac
	machine=(
		-machine "q35,kernel-irqchip=split,memory-backend=memory" -m 512
		-object "$memory,id=memory,size=512M"
		-device intel-iommu,intremap=on,caching-mode=on
	)
	rm -f "$dir/race.txt"
	cp "$here"/sof/*.txt "$dir/"
	slot=2
	while read_row; do
		BDF_SLOT=$(printf %02x $slot)
		slot=$((slot + 1))
		lay_firmware "${topologies[$IPC]}"
		TOPOLOGY_PATH=$FIRMWARE_PATH
		lay_companions "$FIRMWARE"
		lay_firmware "$FIRMWARE"
		[[ $MODULE = snd-* ]] || MODULE=snd-sof-pci-intel-$MODULE
		LAB_SPARE_MODULES+=" $MODULE"
		row_cases
		serve_row
	done <"$here/sof/rows"
	export LAB_SPARE_MODULES
	for i in "${!servers[@]}"; do
		until [ -S "$sockets/${row_names[i]}" ]; do
			kill -0 "${servers[i]}" 2>/dev/null || {
				echo "lab: no server for ${row_names[i]}: $(cat "$dir/${row_names[i]}.log")" >&2
				exit 1
			}
			sleep 0.01
		done
	done
}

# The servers end with QEMU; those that QEMU never called are told to.
machine_stop() {
	[ ${#servers[@]} -gt 0 ] || return 0
	kill "${servers[@]}" 2>/dev/null
	wait "${servers[@]}" 2>/dev/null
	rm -rf "$sockets"
	servers=()
}

# SUITE KERNEL ROW MODEL IPC WHO EXPECTED RESULT SECONDS COMPLAINTS: the cases that ran take the place of
# their last results
machine_report() {
	local table=$top/build/lab/boots.txt release name who word seconds case
	release=$(cat "$kernel/version")
	{
		for result in "${results[@]}"; do
			read -r word seconds case <<<"$result"
			who=${case##*-} name=${case%-*}
			[[ $case = *,* || ! -f $dir/rows/$name ]] && continue
			[[ " ${results[*]}" != *" FAIL 0 $case, what it left"* ]] || word=FAIL
			complaints=$(grep -c '^complaint: ' "$dir/$name.log")
			(
				# shellcheck source=/dev/null
				. "$dir/rows/$name"
				echo "$suite $release $name $MODEL IPC$IPC $who $EXPECT $word $seconds $complaints"
			)
		done
		cat "$table" 2>/dev/null
	} | awk '!seen[$1, $3, $6]++' | sort >"$table.new"
	mv "$table.new" "$table"
	[ ! -e "$dir/race.txt" ] || cat "$dir/race.txt"
}
