# args: sim:edu
barsh> # unknown, with the nearest name
barsh> reg show FACTORAIL
error: no register is called 'FACTORAIL'
hint: did you mean FACTORIAL?
barsh> reg show STATUS.BUZY
error: STATUS has no field 'BUZY'
hint: did you mean STATUS.BUSY?
barsh> reg show ID.X.Y
error: no register is called 'ID.X.Y'
hint: reg list shows the names, reg find TEXT searches the descriptions
barsh> reg show d7:ID
error: d7:ID: no device named 'd7' is attached
hint: attached: d0
barsh> reg list nothing*
error: no register matches 'nothing*'
hint: * stands for anything, ? for one character; reg list shows all
barsh> reg find xyzzy
error: no register, field or value mentions 'xyzzy'
barsh> reg fields
error: reg fields: NAME is missing
hint: usage: reg fields NAME
barsh> reg lst
error: reg has no 'lst'
hint: did you mean reg list?
barsh> # ambiguous: several capabilities have a CTL
barsh> reg show CTL
error: 'CTL' is ambiguous: config.MSI.CTL, config.MSIX.CTL, config.AF.CTL, config.ACS.CTL, ...
hint: write one of them in full
barsh> # too wide
barsh> reg decode CLASS_PROG 0x100
error: 0x100 needs 9 bits, CLASS_PROG has 8
barsh> reg decode STATUS ff
error: reg decode: VALUE: 'ff' is not a number
hint: hexadecimal is written 0xff
barsh> # files that are not there, or wrong
barsh> reg open nosuchfile
error: there is no register file 'nosuchfile'
hint: a path, or one of ace ace1 ace2 ace3 apl cavs cavs18 dsp edu hda hda-intel ipc15 nvme pci skl
barsh> reg show ID
bar0+0x000000  bar0.EDU.ID  32 bits, ro, reset 0x010000ed
  QEMU educational device: identification
  [31:24] MAJOR      ro    major version
  [23:16] MINOR      ro    minor version
  [7:0]   MAGIC      ro    always 0xed
