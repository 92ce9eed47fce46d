/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The handler is installed at the first access and stays: installing it around each access would cost
 * two system calls a register; SA_NODEFER and an unsaved mask keep sigsetjmp free of them too. A
 * SIGBUS of ours is one whose address is the one being accessed. The state is the process's, as the
 * signal is. */
#include "backend/support/sigbus.h"

#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "backend/support/mmio.h"

static sigjmp_buf escape;
static const volatile void *volatile armed;

static void on_sigbus(int signo, siginfo_t *info, void *context)
{
	(void)context;
	if (armed && (uintptr_t)info->si_addr == (uintptr_t)armed)
		siglongjmp(escape, 1);
	/* Not ours: die of it as if we had not been here. */
	signal(signo, SIG_DFL);
	raise(signo);
}

static bool installed;

static void install(void)
{
	struct sigaction action = { .sa_sigaction = on_sigbus,
				    .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigemptyset(&action.sa_mask);
	sigaction(SIGBUS, &action, NULL);
	installed = true;
}

/* Back from the signal: where it was. */
static const volatile void *disarm(void)
{
	const volatile void *at = armed;

	armed = NULL;
	return at;
}

bool sigbus_guarded_read(const volatile void *at, unsigned width_bits, uint64_t *ret)
{
	uint64_t value;

	if (!installed)
		install();
	if (sigsetjmp(escape, 0)) {
		disarm();
		return false;
	}
	armed = at;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	value = mmio_read(at, width_bits);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	armed = NULL;
	*ret = value;
	return true;
}

bool sigbus_guarded_write(volatile void *at, unsigned width_bits, uint64_t value)
{
	if (!installed)
		install();
	if (sigsetjmp(escape, 0)) {
		disarm();
		return false;
	}
	armed = at;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	mmio_write(at, width_bits, value);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	armed = NULL;
	return true;
}

/* Apart, so that nothing it changes is in the function that the signal returns to. */
static __attribute__((noinline)) void read_units(const volatile uint8_t *at, unsigned width_bits,
						 size_t count, uint8_t *buf)
{
	unsigned bytes = width_bits / 8;

	for (; count--; at += bytes, buf += bytes) {
		uint64_t value;

		armed = at;
		__atomic_signal_fence(__ATOMIC_SEQ_CST);
		value = htole64(mmio_read(at, width_bits));
		__atomic_signal_fence(__ATOMIC_SEQ_CST);
		memcpy(buf, &value, bytes);
	}
	armed = NULL;
}

size_t sigbus_guarded_read_units(const volatile void *at, unsigned width_bits, size_t count,
				 uint8_t *buf)
{
	const volatile uint8_t *failed;

	if (!installed)
		install();
	if (sigsetjmp(escape, 0)) {
		failed = disarm();
		return (size_t)(failed - (const volatile uint8_t *)at) / (width_bits / 8);
	}
	read_units(at, width_bits, count, buf);
	return count;
}
