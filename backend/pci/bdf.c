/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/bdf.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool bad_address(const char *text, struct err *err)
{
	err_set(err, EINVAL, "'%.60s' is not a PCI address", text);
	return err_hint(err, "write BUS:DEVICE.FUNCTION in hexadecimal, as lspci does: 00:1f.3");
}

bool bdf_parse(const char *text, struct bdf *ret, struct err *err)
{
	unsigned domain, bus, device, function;
	int end = 0;

	if (strspn(text, "0123456789abcdefABCDEF:.") != strlen(text))
		return bad_address(text, err);
	if (sscanf(text, "%8x:%2x:%2x.%1x%n", &domain, &bus, &device, &function, &end) != 4) {
		domain = 0;
		if (sscanf(text, "%2x:%2x.%1x%n", &bus, &device, &function, &end) != 3)
			return bad_address(text, err);
	}
	if (text[end])
		return bad_address(text, err);
	if (device > 0x1f || function > 7)
		return err_set(err, EINVAL,
			       "'%.60s': the device is at most 1f, the function at most 7", text);
	snprintf(ret->text, sizeof(ret->text), "%04x:%02x:%02x.%x", domain, bus, device, function);
	return true;
}

bool bdf_looks_like(const char *text)
{
	size_t digits = strspn(text, "0123456789abcdefABCDEF");

	return digits >= 1 && digits <= 8 && text[digits] == ':' &&
	       strspn(text, "0123456789abcdefABCDEF:.") == strlen(text);
}

static unsigned read_id(const char *sysfs, const char *name, const char *attribute)
{
	char path[400], line[16];
	unsigned value = ~0u;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%.60s/%s", sysfs, name, attribute);
	f = fopen(path, "re");
	if (!f)
		return ~0u;
	if (fgets(line, sizeof(line), f))
		value = (unsigned)strtoul(line, NULL, 16); /* the kernel's own "0x8086\n" */
	fclose(f);
	return value;
}

static bool find_by_id(const char *sysfs, unsigned vendor, unsigned device, struct bdf *ret,
		       struct err *err)
{
	DIR *dir = opendir(sysfs);
	struct dirent *entry;
	struct bdf first = { "" };
	unsigned found = 0;

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || read_id(sysfs, entry->d_name, "vendor") != vendor ||
		    read_id(sysfs, entry->d_name, "device") != device)
			continue;
		if (!found++ || strcmp(entry->d_name, first.text) < 0)
			snprintf(first.text, sizeof(first.text), "%.15s", entry->d_name);
	}
	if (dir)
		closedir(dir);
	if (!found) {
		err_set(err, ENODEV, "no PCI function of this machine is %04x:%04x", vendor,
			device);
		return err_hint(err, "'devices' lists what is here");
	}
	if (found > 1) {
		err_set(err, EINVAL, "%u functions of this machine are %04x:%04x", found, vendor,
			device);
		return err_hint(err, "name one by its address; the first is %s", first.text);
	}
	*ret = first;
	return true;
}

bool bdf_resolve(const char *sysfs, const char *text, struct bdf *ret, struct err *err)
{
	unsigned vendor, device;
	struct bdf bdf;
	char path[400];
	int end = 0;

	if (!strchr(text, '.') && sscanf(text, "%4x:%4x%n", &vendor, &device, &end) == 2 &&
	    !text[end])
		return find_by_id(sysfs, vendor, device, ret, err);
	if (!bdf_parse(text, &bdf, err))
		return false;
	snprintf(path, sizeof(path), "%s/%s", sysfs, bdf.text);
	if (access(path, F_OK)) {
		err_set(err, ENODEV, "there is no PCI function %s", bdf.text);
		return err_hint(err, "'devices' lists what is here");
	}
	*ret = bdf;
	return true;
}

void bdf_complete(const char *sysfs, const char *prefix, struct strlist *ret)
{
	DIR *dir = opendir(sysfs);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (name[0] == '.')
			continue;
		if (!strncmp(name, prefix, strlen(prefix)))
			strlist_add(ret, name);
		else if (!strncmp(name, "0000:", 5) && !strncmp(name + 5, prefix, strlen(prefix)))
			strlist_add(ret, name + 5);
	}
	if (dir)
		closedir(dir);
}
