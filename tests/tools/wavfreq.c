/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * usage: wavfreq FILE   the tone in a recording:
 * "HERTZ Hz, SECONDS s, peak PEAK, periods SHORTEST..LONGEST us, N of M off"
 *
 * The first channel of PCM with 16 bits is looked at, upward zero crossings are counted: each that follows
 * a swing to below a tenth of the peak. The periods of a steady tone are all alike: noise of the same mean
 * frequency, or a gap, shows there; off are those that differ from their mean by more than a thirtieth.
 * Status 1 when there is no sound, or no recording.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

#define FILE_MAX (64u << 20)

struct recording {
	const uint8_t *data; /* of the first channel's first sample */
	size_t n;	     /* samples of a channel */
	size_t step;	     /* bytes from one to the next */
	uint32_t rate_hz;
};

struct tone {
	size_t crossings;
	double first_s, last_s;
	double shortest_s, longest_s;
	size_t off; /* periods unlike the expected one */
};

static int sample(const struct recording *wav, size_t i)
{
	return (int16_t)get_le16(wav->data + i * wav->step);
}

/* Find "fmt " and "data" among the chunks. A writer that was killed leaves lengths of 0: to the end then. */
static bool wav_parse(const uint8_t *file, size_t size, struct recording *wav)
{
	size_t at = 12;
	unsigned channels = 0;

	if (size < 12 || memcmp(file, "RIFF", 4) || memcmp(file + 8, "WAVE", 4))
		return false;
	while (size - at >= 8) {
		const uint8_t *body = file + at + 8;
		size_t left = size - at - 8, length = get_le32(file + at + 4);

		if (!memcmp(file + at, "fmt ", 4) && left >= 16) {
			channels = get_le16(body) == 1 && get_le16(body + 14) == 16
					   ? get_le16(body + 2)
					   : 0;
			wav->rate_hz = get_le32(body + 4);
		} else if (!memcmp(file + at, "data", 4) && channels && wav->rate_hz) {
			wav->data = body;
			wav->step = (size_t)channels * 2;
			wav->n = (length && length < left ? length : left) / wav->step;
			return true;
		}
		if (length > left)
			return false;
		at += 8 + length;
	}
	return false;
}

static int wav_peak(const struct recording *wav)
{
	int peak = 0;

	for (size_t i = 0; i < wav->n; i++)
		if (abs(sample(wav, i)) > peak)
			peak = abs(sample(wav, i));
	return peak;
}

/* An upward crossing counts when the signal was below -threshold since the last one: a little noise
 * around zero is no period. */
static struct tone wav_measure(const struct recording *wav, int threshold, double expected_s)
{
	struct tone tone = { .shortest_s = HUGE_VAL };
	bool armed = false;

	for (size_t i = 1; i < wav->n; i++) {
		int before = sample(wav, i - 1), now = sample(wav, i);
		double at_s, period_s;

		armed |= now < -threshold;
		if (!armed || before >= 0 || now < 0)
			continue;
		armed = false;
		at_s = ((double)i - (double)now / (now - before)) / wav->rate_hz;
		period_s = at_s - tone.last_s;
		if (!tone.crossings++) {
			tone.first_s = at_s;
		} else {
			tone.shortest_s = fmin(tone.shortest_s, period_s);
			tone.longest_s = fmax(tone.longest_s, period_s);
			tone.off += fabs(period_s - expected_s) > expected_s / 30;
		}
		tone.last_s = at_s;
	}
	return tone;
}

static uint8_t *file_read(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes;

	if (!file)
		return NULL;
	bytes = xmalloc(FILE_MAX);
	*size = fread(bytes, 1, FILE_MAX, file);
	fclose(file);
	return bytes;
}

int main(int argc, char **argv)
{
	struct recording wav = { 0 };
	struct tone tone;
	double mean_s;
	size_t size = 0;
	autofree uint8_t *file = NULL;
	int peak;

	if (argc != 2) {
		fprintf(stderr, "usage: wavfreq FILE\n");
		return 2;
	}
	file = file_read(argv[1], &size);
	if (!file || !wav_parse(file, size, &wav)) {
		fprintf(stderr, "wavfreq: %s is no recording of 16-bit PCM\n", argv[1]);
		return 1;
	}
	peak = wav_peak(&wav);
	tone = wav_measure(&wav, peak / 10, 0);
	if (tone.crossings < 2) {
		printf("silence\n");
		return 1;
	}
	mean_s = (tone.last_s - tone.first_s) / (double)(tone.crossings - 1);
	tone = wav_measure(&wav, peak / 10, mean_s);
	printf("%.2f Hz, %.2f s, peak %d, periods %.0f..%.0f us, %zu of %zu off\n", 1 / mean_s,
	       tone.last_s - tone.first_s, peak, tone.shortest_s * 1e6, tone.longest_s * 1e6,
	       tone.off, tone.crossings - 1);
	return 0;
}
