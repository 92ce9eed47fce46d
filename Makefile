# SPDX-License-Identifier: GPL-2.0-or-later
# Every variable here can be set on the command line or in config.mak.
-include config.mak
PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
DATADIR    ?= $(PREFIX)/share/barsh
MANDIR     ?= $(PREFIX)/share/man
COMPDIR    ?= $(PREFIX)/share/bash-completion/completions
BUILD      ?= build
INSTALL    ?= install
PKG_CONFIG ?= pkg-config
CFLAGS     ?= -O2 -g
WARN        = -Wall -Wextra -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
              -Wpointer-arith -Wformat=2 -Wundef -Wcast-qual -Wno-missing-field-initializers
# Text that does not fit is cut on purpose here; gcc warns of it, clang does not know the warning.
WARN       += -Wno-format-truncation -Wno-unknown-warning-option
# LAZY_PKGS are loaded when something of them is needed first (backend/support/lazylib.h).
PKGS        = jansson libmd liblzma libzstd
LAZY_PKGS   = libedit libpci libkmod
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) $(LAZY_PKGS) 2>/dev/null)
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null)
# Hardening, where the compiler optimises (fortified calls need that) and no sanitizer does better.
ifeq ($(or $(SANITIZE),$(findstring -O0,$(CFLAGS))),)
HARDEN  = -fPIE -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2
HARDEN += $(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
HARDEN_LD = -pie -Wl,-z,relro,-z,now
endif
ALL_CFLAGS  = -std=gnu11 -D_GNU_SOURCE -I. -I$(BUILD) $(PKG_CFLAGS) $(WARN) $(WERROR) $(HARDEN) $(CFLAGS) $(CPPFLAGS)
ALL_LDFLAGS = $(HARDEN_LD) $(LDFLAGS)
ifdef SANITIZE
ALL_CFLAGS  += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
ALL_LDFLAGS += -fsanitize=$(SANITIZE)
endif
LIBS  = $(PKG_LIBS) -ljim
FLAGS = $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)

SRCS      = $(sort $(wildcard backend/*.c backend/*/*.c commands/*.c repl/*.c))
LIB_OBJS  = $(patsubst %.c,$(BUILD)/%.o,$(filter-out repl/main.c,$(SRCS)))
UNIT_SRCS = $(sort $(wildcard tests/unit/*.c))
UNIT_OBJS = $(patsubst %.c,$(BUILD)/%.o,$(UNIT_SRCS)) $(BUILD)/tests/tools/fwbuild.o
HDRS      = $(sort $(wildcard */*.h */*/*.h))

all: $(BUILD)/barsh
$(BUILD)/barsh: $(BUILD)/repl/main.o $(LIB_OBJS) $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS)
$(BUILD)/unit: $(UNIT_OBJS) $(LIB_OBJS) $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS) $(shell $(PKG_CONFIG) --libs criterion)
# a small valid firmware image, where no real one can be had
$(BUILD)/mkfw: $(addprefix $(BUILD)/tests/tools/,mkfw.o fwbuild.o) $(LIB_OBJS) $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS)
# the frequency of a recorded tone
$(BUILD)/wavfreq: $(BUILD)/tests/tools/wavfreq.o $(LIB_OBJS) $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS) -lm
# playing without alsa-lib
$(BUILD)/pcmplay: $(BUILD)/tests/tools/pcmplay.o $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^)
$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Stamps: recompile when the flags change, relink when a file is added or removed.
stamp = @mkdir -p $(@D); echo '$(subst ','\'',$(1))' | cmp -s - $@ || echo '$(subst ','\'',$(1))' >$@
$(BUILD)/flags: FORCE
	@$(PKG_CONFIG) --exists $(PKGS) $(LAZY_PKGS) || { echo "libraries are missing: run scripts/dev/deps.sh" >&2; exit 1; }
	$(call stamp,$(FLAGS))
$(BUILD)/datadir: FORCE
	$(call stamp,$(DATADIR))
$(BUILD)/repl/main.o: $(BUILD)/datadir
$(BUILD)/repl/main.o: private ALL_CFLAGS += -DBARSH_DATADIR='"$(DATADIR)"'
$(BUILD)/objs: FORCE
	$(call stamp,$(LIB_OBJS) $(UNIT_OBJS) $(LIBS))

# Tests. tally.sh notes the counts of each runner and gives the verdict at the end.
# quick: what every commit passes. check: everything, and installs what it needs to do that.
TALLY = TALLY=$(CURDIR)/$(BUILD)/tally scripts/dev/tally.sh
quick: all $(BUILD)/unit $(BUILD)/mkfw
	@$(TALLY) unit scripts/dev/run-unit.sh $(BUILD)/unit
	@$(TALLY) transcripts scripts/dev/run-transcripts.sh $(BUILD)/barsh
	@$(TALLY) usage scripts/dev/run-usage.sh $(BUILD)/barsh
	@$(TALLY) faults scripts/dev/gen-faults.sh -check $(BUILD)/barsh
	@$(TALLY) -total
# Install what is missing, build, and bring up the simulated DSP; a terminal keeps the prompt.
demo:
	@scripts/dev/deps.sh build
	@$(MAKE) --no-print-directory -s all $(BUILD)/mkfw
	@scripts/dev/demo.sh $(BUILD)/barsh $(BUILD)/mkfw
check:
	@scripts/dev/deps.sh check
	@scripts/dev/deps.sh lab || echo "check: the lab will be skipped"
	@$(MAKE) --no-print-directory check-all
check-all: all $(BUILD)/unit $(BUILD)/mkfw $(BUILD)/wavfreq
	@$(TALLY) unit scripts/dev/run-unit.sh $(BUILD)/unit
	@$(TALLY) transcripts scripts/dev/run-transcripts.sh $(BUILD)/barsh
	@$(TALLY) usage scripts/dev/run-usage.sh $(BUILD)/barsh
	@$(TALLY) cli tests/cli/run.sh $(BUILD)/barsh
	@$(TALLY) pty tests/pty/run.sh $(BUILD)/barsh
	@$(TALLY) docs scripts/dev/gen-usage.sh -check $(BUILD)/barsh
	@$(TALLY) faults scripts/dev/gen-faults.sh -check $(BUILD)/barsh
	@$(TALLY) lab $(LAB)
	@$(TALLY) -total
# What check leaves out of the lab: the other kernels, machines that lack something, and on every kernel
# Linux's SOF driver on our models.
LAB = tests/lab/run-qemu.sh -b $(BUILD)/barsh
check-lab: all $(BUILD)/wavfreq $(BUILD)/pcmplay
	@for k in bookworm-backports trixie-backports; do $(TALLY) $$k $(LAB) -k $$k; done
	@for m in no-intremap no-iommu; do $(TALLY) $$m $(LAB) -m $$m; done
	@for k in bookworm bookworm-backports trixie-backports; do \
		$(TALLY) $$k-vfio-user $(LAB) -k $$k -m vfio-user; done
	@$(TALLY) -total
# Criterion counts a test that only leaks as passed, so look for the sanitizers' report files.
ASAN_LOG = $(CURDIR)/build/asan/report
asan:
	@rm -f $(ASAN_LOG).*
	@ASAN_OPTIONS=log_path=$(ASAN_LOG) UBSAN_OPTIONS=print_stacktrace=1:log_path=$(ASAN_LOG) \
		$(MAKE) --no-print-directory BUILD=build/asan SANITIZE=address,undefined CFLAGS='-O1 -g' quick; status=$$?; \
	if ls $(ASAN_LOG).* >/dev/null 2>&1; then cat $(ASAN_LOG).*; status=1; fi; exit $$status
# The quick tests under memcheck: decisions on what nobody wrote, which the sanitizers do not see.
VALGRIND ?= transcripts usage unit
valgrind: all $(BUILD)/unit $(BUILD)/mkfw
	@scripts/dev/run-valgrind.sh $(BUILD) $(VALGRIND)
# A libFuzzer program for each tests/fuzz/fuzz_NAME.c, FUZZ_SECONDS each. Needs clang.
FUZZ_SECONDS ?= 30
FUZZERS = $(patsubst tests/fuzz/%.c,$(BUILD)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_HELPERS = $(patsubst %.c,$(BUILD)/%.o,$(filter-out tests/fuzz/fuzz_%,$(wildcard tests/fuzz/*.c)))
fuzz:
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang CFLAGS='-O1 -g' \
		SANITIZE=address,undefined,fuzzer-no-link fuzz-all
fuzz-all: $(FUZZERS) $(BUILD)/mkfw $(BUILD)/barsh
	@tests/fuzz/run.sh $(FUZZ_SECONDS) $(FUZZERS)
$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(FUZZ_HELPERS) $(LIB_OBJS) $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(LIBS)
# Every call of the C library that barsh makes in a session fails once, in turn (tests/faults/run.sh).
FAULTS_EVERY ?= 1
faults:
	@$(MAKE) --no-print-directory BUILD=build/faults SANITIZE=address,undefined CFLAGS='-O1 -g' faults-all
faults-all: $(BUILD)/barsh-faults $(BUILD)/mkfw
	@tests/faults/run.sh -e $(FAULTS_EVERY) $(BUILD)/barsh-faults $(BUILD)/mkfw
INJECT = $(BUILD)/tests/faults/inject.o
$(BUILD)/barsh-faults: $(BUILD)/repl/main.o $(INJECT) $(LIB_OBJS) $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) $$(nm $(INJECT) | sed -n 's/.* T __wrap_/-Wl,--wrap=/p') -o $@ $(filter %.o,$^) $(LIBS)
# Against real peers: a table of times and ratios; nothing passes or fails.
BENCH_RUNS ?= 5
BENCH_TOOLS = $(patsubst tests/bench/%.c,$(BUILD)/%,$(sort $(wildcard tests/bench/*.c)))
$(BENCH_TOOLS): $(BUILD)/%: $(BUILD)/tests/bench/%.o
	$(CC) $(ALL_LDFLAGS) -o $@ $< -ljim
bench:
	@scripts/dev/deps.sh bench || echo "bench: peers that are missing have dashes"
	@$(MAKE) --no-print-directory -s all $(BUILD)/mkfw $(BENCH_TOOLS)
	@tests/bench/run.sh $(BUILD) $(BENCH_RUNS)
# One session of ten million commands and a thousand boots: flat memory, flat descriptors.
SOAK ?= 10000000 1000
soak: all $(BUILD)/mkfw
	@tests/soak/run.sh $(BUILD)/barsh $(BUILD)/mkfw $(SOAK)
# Which lines all tests but the lab run.
coverage:
	@find build/cov -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) --no-print-directory BUILD=build/cov CFLAGS='-O0 -g --coverage' LDFLAGS=--coverage coverage-all
coverage-all: quick
	@tests/cli/run.sh $(BUILD)/barsh
	@tests/pty/run.sh $(BUILD)/barsh
	@scripts/dev/gen-usage.sh -check $(BUILD)/barsh
	@scripts/dev/coverage.sh $(BUILD)

# Static checks. A file is tidied again when it, a header of it or the flags changed.
TIDIED = $(patsubst %.c,$(BUILD)/%.tidy,$(SRCS))
SHELLS = $(shell git ls-files '*.sh' .ci/run tests/lab/init tests/lab/host-action)
lint: check-headers $(TIDIED)
	@scripts/dev/check-layers.sh
	@scripts/dev/check-paths.sh
	@clang-format --dry-run -Werror $(SRCS) $(UNIT_SRCS) $(HDRS)
	@shellcheck $(SHELLS)
$(BUILD)/%.tidy: %.c $(BUILD)/%.o .clang-tidy
	@clang-tidy --quiet $< -- $(ALL_CFLAGS) 2>$@.log || { cat $@.log; exit 1; }
	@rm -f $@.log; touch $@
check-headers:
	@for h in $(HDRS); do echo "#include \"$$h\"" | $(CC) $(ALL_CFLAGS) -x c -fsyntax-only - || exit 1; done
format:
	clang-format -i $(SRCS) $(UNIT_SRCS) $(HDRS)
install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR)
	$(INSTALL) -m 755 $(BUILD)/barsh $(DESTDIR)$(BINDIR)/
	$(INSTALL) -d $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(COMPDIR)
	$(INSTALL) -m 644 scripts/barsh.1 $(DESTDIR)$(MANDIR)/man1/
	$(INSTALL) -m 644 scripts/bash-completion/barsh $(DESTDIR)$(COMPDIR)/
	for d in $(wildcard scripts/regs scripts/boot scripts/examples); do cp -r $$d $(DESTDIR)$(DATADIR)/; done
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/barsh $(DESTDIR)$(MANDIR)/man1/barsh.1 $(DESTDIR)$(COMPDIR)/barsh
	rm -rf $(DESTDIR)$(DATADIR)
clean:
	rm -rf build
FORCE:
.PHONY: all demo quick check check-all check-lab asan valgrind coverage coverage-all lint check-headers format install \
	uninstall clean FORCE fuzz fuzz-all faults faults-all soak bench
-include $(LIB_OBJS:.o=.d) $(UNIT_OBJS:.o=.d) $(BUILD)/repl/main.d $(BUILD)/tests/tools/mkfw.d \
	$(BUILD)/tests/tools/wavfreq.d $(BUILD)/tests/tools/pcmplay.d
