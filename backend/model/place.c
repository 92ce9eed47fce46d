/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/model/place.h"

#include <stdbool.h>
#include <stdint.h>

#include "backend/model/model.h"

#define COMMAND	    0x04
#define COMMAND_MEM 0x0002
#define BAR0	    0x10
/* Where firmware would have put 64-bit and 32-bit BARs; only to be seen in config space. */
#define BAR_BASE_64 UINT64_C(0x6000000000)
#define BAR_BASE_32 UINT64_C(0xf0000000)

void model_place(const struct model_class *class, struct model *model)
{
	for (unsigned i = 0; i < 6; i++) {
		const struct model_bar *bar = &class->bars[i];
		bool wide = bar->flags & MODEL_BAR_64;
		uint64_t at = (wide ? BAR_BASE_64 : BAR_BASE_32) + UINT64_C(0x1000000) * i;

		if (bar->size)
			class->config_write(model, BAR0 + 4 * i, wide ? 64 : 32, at);
	}
	class->config_write(model, COMMAND, 16, COMMAND_MEM);
}

void model_reset_keeping_command(const struct model_class *class, struct model *model)
{
	uint64_t command = class->config_read(model, COMMAND, 16);

	class->reset(model);
	model_place(class, model);
	/* bus mastering too */
	class->config_write(model, COMMAND, 16, command);
}
