/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What sim: devices offer beyond the transport operations. */
#ifndef BACKEND_TRANSPORT_SIM_H
#define BACKEND_TRANSPORT_SIM_H

#include <stdbool.h>
#include <stdint.h>

struct device;
struct err;

/* What a model found wrong with an access, newest last. */
struct sim_complaint {
	uint64_t at_ns; /* on the device's clock, the first time */
	uint64_t times; /* in a row */
	char text[160];
};

bool sim_is(const struct device *dev); /* opened through this transport? */

/* Complaints that are kept (the last 64) and how many older ones were dropped. i counts from the
 * oldest that is kept; NULL when there is no such. Only for sim_is devices. */
const struct sim_complaint *sim_complaint(const struct device *dev, unsigned i);
uint64_t sim_complaints_dropped(const struct device *dev);
void sim_complaints_clear(struct device *dev);

/* Faults, beyond the transport's fault_set. after: on, but `accesses` more are as before. state: is
 * it on, and how many more are as before until it will be (UINT64_MAX: that is not planned).
 * ENOENT: there is no such fault; EINVAL: another kind of device has it. Only for sim_is devices. */
bool sim_fault_after(struct device *dev, const char *name, uint64_t accesses, struct err *err);
bool sim_fault_state(const struct device *dev, const char *name, bool *ret_on, uint64_t *ret_left,
		     struct err *err);

#endif
