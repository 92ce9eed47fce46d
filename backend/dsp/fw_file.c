/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a firmware file, plain or compressed as distributions ship it. */
#include <errno.h>
#include <lzma.h>
#include <string.h>
#include <zstd.h>

#include "backend/dsp/firmware.h"
#include "backend/support/mem.h"
#include "backend/support/userfile.h"

/* Dictionaries larger than the largest image are of no use to an honest file. */
#define MEMORY_MAX (64u << 20)
/* ZSTD_d_windowLogMax: 2^24 is FW_FILE_MAX */
#define WINDOW_LOG_MAX 24

static bool unpack_xz(const uint8_t *from, size_t len, uint8_t *to, size_t *ret_len,
		      struct err *err)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	lzma_ret result = lzma_stream_decoder(&stream, MEMORY_MAX, LZMA_CONCATENATED);
	bool ok = true;

	stream.next_in = from;
	stream.avail_in = len;
	stream.next_out = to;
	stream.avail_out = FW_FILE_MAX;
	if (result == LZMA_OK)
		result = lzma_code(&stream, LZMA_FINISH);
	if (result == LZMA_MEMLIMIT_ERROR)
		ok = err_set(err, EFBIG, "xz: needs more than %u MiB of memory to unpack",
			     MEMORY_MAX >> 20);
	else if (result != LZMA_STREAM_END && !stream.avail_out)
		ok = err_set(err, EFBIG, "xz: unpacks to more than %u bytes", FW_FILE_MAX);
	else if (result != LZMA_STREAM_END)
		ok = err_set(err, EBADMSG, "xz: %s at 0x%jx of 0x%zx",
			     stream.avail_in ? "damaged" : "cut short", (uintmax_t)stream.total_in,
			     len);
	*ret_len = (size_t)stream.total_out;
	lzma_end(&stream);
	return ok;
}

static bool unpack_zstd(const uint8_t *from, size_t len, uint8_t *to, size_t *ret_len,
			struct err *err)
{
	ZSTD_DStream *stream = ZSTD_createDStream();
	ZSTD_inBuffer in = { from, len, 0 };
	ZSTD_outBuffer out = { to, FW_FILE_MAX, 0 };
	size_t more = 1;
	bool ok = true;

	ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
	while (ok && in.pos < in.size) {
		size_t was = in.pos;

		more = ZSTD_decompressStream(stream, &out, &in);
		if (ZSTD_isError(more))
			ok = err_set(err, EBADMSG, "zstd: damaged at 0x%zx of 0x%zx: %s", in.pos,
				     len, ZSTD_getErrorName(more));
		else if (out.pos == out.size && (more || in.pos == was))
			ok = err_set(err, EFBIG, "zstd: unpacks to more than %u bytes",
				     FW_FILE_MAX);
	}
	if (ok && more)
		ok = err_set(err, EBADMSG, "zstd: cut short at 0x%zx", len);
	ZSTD_freeDStream(stream);
	*ret_len = out.pos;
	return ok;
}

/* Replaces *bytes by what it unpacks to, when its first bytes say that it is packed. */
static bool unpack(uint8_t **bytes, size_t *len, enum fw_compression *ret, struct err *err)
{
	autofree uint8_t *to = NULL;
	bool ok = true;

	*ret = FW_PLAIN;
	if (*len >= 6 && !memcmp(*bytes,
				 "\xfd"
				 "7zXZ\0",
				 6))
		*ret = FW_XZ;
	else if (*len >= 4 && !memcmp(*bytes, "\x28\xb5\x2f\xfd", 4))
		*ret = FW_ZSTD;
	else
		return true;
	to = xmalloc(FW_FILE_MAX);
	if (*ret == FW_XZ)
		ok = unpack_xz(*bytes, *len, to, len, err);
	else
		ok = unpack_zstd(*bytes, *len, to, len, err);
	if (ok) {
		free(*bytes);
		*bytes = to;
		to = NULL;
	}
	return ok;
}

bool fw_load(const char *path, struct fw_image *ret, struct err *err)
{
	autofree uint8_t *bytes = NULL;
	enum fw_compression compression;
	size_t len = 0;

	if (!userfile_read(path, FW_FILE_MAX, &bytes, &len, err))
		return false;
	if (!len)
		return err_set(err, ENODATA, "%.150s is empty", path);
	if (!unpack(&bytes, &len, &compression, err) || !fw_parse(bytes, len, ret, err))
		return err_prefix(err, "%s", path);
	ret->compression = compression;
	return true;
}
