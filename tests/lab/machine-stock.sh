# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034,SC2054,SC2154 # run-qemu.sh reads and sets these; the commas are QEMU's
# The machine of Debian's own QEMU: devices that it has, in the shapes iommu, no-iommu and no-intremap.
qemu="qemu-system-x86_64"
needs_tools $qemu
default_cases=("$here"/cases/*.sh)
LAB_MODULES="vfio_iommu_type1 vfio-pci lpc_ich ahci i2c-i801 snd-hda-intel snd-hda-codec-generic
	nvme e1000e virtio_pci virtio-rng ext4"

case $variant in
iommu) iommu=(-device intel-iommu,intremap=on) append=intel_iommu=on ;;
no-intremap) iommu=(-device intel-iommu,intremap=off) append=intel_iommu=on ;;
no-iommu) iommu=() append= ;;
esac

# The audio function stands in slot 1f beside the LPC bridge, SATA and SMBus, as it does in laptops: one
# IOMMU group of four functions. The second edu can be unplugged; the others stand alone behind ports.
machine_start() {
	truncate -s 16M "$dir/nvme.img"
	machine=(
		-machine "q35,kernel-irqchip=split" -m 512
		"${iommu[@]}"
		-audiodev "wav,id=wav,path=$dir/hda.wav"
		-device ich9-intel-hda,id=hda,addr=1f.4 -device hda-duplex,bus=hda.0,audiodev=wav
		-device edu,id=edu0,addr=03.0
		-device pcie-root-port,id=rp-edu,addr=04.0,chassis=4,slot=4 -device edu,id=edu1,bus=rp-edu
		-device pcie-root-port,id=rp-nvme,addr=05.0,chassis=5,slot=5
		-drive "if=none,id=disk,format=raw,file=$dir/nvme.img"
		-device nvme,id=nvme0,serial=lab-nvme,drive=disk,bus=rp-nvme
		-device pcie-root-port,id=rp-net,addr=06.0,chassis=6,slot=6
		-device e1000e,id=net0,bus=rp-net
		-device pcie-root-port,id=rp-rng,addr=07.0,chassis=7,slot=7
		-device virtio-rng-pci,id=rng0,bus=rp-rng,aer=on,disable-legacy=on
	)
}
