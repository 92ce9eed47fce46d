# SPDX-License-Identifier: GPL-2.0-or-later
# Every variable here can be set on the command line or in config.mak.
-include config.mak
PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
DATADIR    ?= $(PREFIX)/share/barsh
BUILD      ?= build
INSTALL    ?= install
PKG_CONFIG ?= pkg-config
CFLAGS     ?= -O2 -g
WARN        = -Wall -Wextra -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
              -Wpointer-arith -Wformat=2 -Wundef -Wcast-qual -Wno-missing-field-initializers
# Text that does not fit is cut on purpose here; gcc warns of it, clang does not know the warning.
WARN       += -Wno-format-truncation -Wno-unknown-warning-option
PKGS        = libedit libpci jansson libkmod libmd liblzma libzstd
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null)
ALL_CFLAGS  = -std=gnu11 -D_GNU_SOURCE -I. -I$(BUILD) $(PKG_CFLAGS) $(WARN) $(WERROR) $(CFLAGS) $(CPPFLAGS)
ALL_LDFLAGS = $(LDFLAGS)
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

all: $(if $(wildcard repl/main.c),$(BUILD)/barsh,$(LIB_OBJS))
$(BUILD)/barsh: $(BUILD)/repl/main.o $(LIB_OBJS) $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS)
$(BUILD)/unit: $(UNIT_OBJS) $(LIB_OBJS) $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS) $(shell $(PKG_CONFIG) --libs criterion)
# a small valid firmware image, where no real one can be had
$(BUILD)/mkfw: $(addprefix $(BUILD)/tests/tools/,mkfw.o fwbuild.o) $(LIB_OBJS) $(BUILD)/objs
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS)
$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Stamps: recompile when the flags change, relink when a file is added or removed.
stamp = @mkdir -p $(@D); echo '$(subst ','\'',$(1))' | cmp -s - $@ || echo '$(subst ','\'',$(1))' >$@
$(BUILD)/flags: FORCE
	$(call stamp,$(FLAGS))
$(BUILD)/objs: FORCE
	$(call stamp,$(LIB_OBJS) $(UNIT_OBJS) $(LIBS))

check-headers:
	@for h in $(HDRS); do echo "#include \"$$h\"" | $(CC) $(ALL_CFLAGS) -x c -fsyntax-only - || exit 1; done
format:
	clang-format -i $(SRCS) $(UNIT_SRCS) $(HDRS)
clean:
	rm -rf build
FORCE:
.PHONY: all check-headers format clean FORCE
-include $(LIB_OBJS:.o=.d) $(UNIT_OBJS:.o=.d) $(BUILD)/repl/main.d $(BUILD)/tests/tools/mkfw.d
