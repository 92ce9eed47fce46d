/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a config space, with any of them unread: decoded to an end, in text that a terminal can
 * take, and compared with itself and with a copy that has one byte changed. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/pci/caps.h"
#include "backend/pci/compare.h"
#include "backend/pci/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 4 }; /* devfn, where and how long a gap is, a byte to change */

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_text(const char *text)
{
	for (; *text; text++)
		check(*text == '\t' || *text == '\n' || (*text >= 0x20 && *text < 0x7f));
}

static void decode(const struct config_image *image, unsigned devfn)
{
	struct caps_decode decoded = CAPS_DECODE_INIT;
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;

	caps_add_title(image, "00:1f.3", &text);
	if (!caps_decode(image, devfn, &decoded, &err)) {
		check(err.code && err.msg[0]);
		return;
	}
	for (size_t i = 0; i < decoded.entry_count; i++) {
		const struct caps_entry *entry = &decoded.entries[i];

		check(entry->name && entry->line_count);
		check(entry->first_line + entry->line_count <= decoded.line_count);
	}
	caps_add_text(&decoded, 0, decoded.line_count, &text);
	check_text(strbuf_text(&text));
	caps_decode_finish(&decoded);
}

static void walk(const struct config_image *image)
{
	struct config_cap_list list = CONFIG_CAP_LIST_INIT;
	struct err err = ERR_INIT;

	if (!config_caps_walk(image, &list, &err)) {
		check(err.code && err.msg[0]);
		return;
	}
	check(list.count <= 48 + 960 && list.problem_count <= 2);
	for (size_t i = 0; i < list.count; i++)
		check(config_known(image, list.caps[i].offset, list.caps[i].extended ? 4 : 2));
	config_cap_list_finish(&list);
}

static size_t differences(const struct config_image *left, bool vfio,
			  const struct config_image *right)
{
	struct compare_result result = COMPARE_RESULT_INIT;
	struct err err = ERR_INIT;
	size_t count;

	if (!compare_images(left, vfio, right, NULL, &result, &err)) {
		check(err.code && err.msg[0]);
		return SIZE_MAX;
	}
	count = result.count;
	for (size_t i = 0; i < count; i++)
		check(result.diffs[i].mask & (result.diffs[i].left ^ result.diffs[i].right));
	compare_finish(&result);
	return count;
}

static void compare(const struct config_image *image, uint8_t at)
{
	struct config_image other = *image;
	size_t same = differences(image, false, image);

	check(same == 0 || same == SIZE_MAX);
	other.bytes[at] ^= 0xff;
	check(!config_known(image, at, 1) || differences(image, false, &other) > 0);
	differences(image, true, &other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config_image image;
	size_t len;

	if (size < HEAD)
		return 0;
	len = size - HEAD < CONFIG_MAX_SIZE ? size - HEAD : CONFIG_MAX_SIZE;
	config_init(&image);
	check(config_set(&image, 0, data + HEAD, len));
	for (size_t i = 0; i < data[2] && data[1] * 4u + i < CONFIG_MAX_SIZE; i++) {
		size_t at = data[1] * 4u + i;

		image.known[at / 8] &= (uint8_t) ~(1u << (at % 8));
	}
	walk(&image);
	decode(&image, data[0]);
	compare(&image, data[3]);
	return 0;
}
