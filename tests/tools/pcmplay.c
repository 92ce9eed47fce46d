/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * usage: pcmplay /dev/snd/pcmC0D0p PERIODS   play silence, 48 kHz stereo 16 bits, periods of 1024 frames
 *
 * The kernel's own interface, as there is no alsa-lib in the lab's guest. Says "N frames played in S s", where
 * the frames are those that the driver saw leave. Status 1 when that was faster than they last, or a call
 * failed, which is named then.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sound/asound.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

enum { PERIOD_FRAMES = 1024, PERIODS = 4, CHANNELS = 2, RATE_HZ = 48000 };

static void set_mask(struct snd_pcm_hw_params *params, unsigned which, unsigned bit)
{
	struct snd_mask *mask = &params->masks[which - SNDRV_PCM_HW_PARAM_FIRST_MASK];

	memset(mask, 0, sizeof(*mask));
	mask->bits[bit / 32] = 1u << bit % 32;
}

static void set_interval(struct snd_pcm_hw_params *params, unsigned which, unsigned value)
{
	struct snd_interval *interval =
		&params->intervals[which - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL];

	*interval = (struct snd_interval){ .min = value, .max = value, .integer = 1 };
}

/* Anything goes, but for what is set. */
static void choose(struct snd_pcm_hw_params *params)
{
	const unsigned intervals =
		SNDRV_PCM_HW_PARAM_LAST_INTERVAL - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL + 1;

	memset(params, 0, sizeof(*params));
	memset(params->masks, 0xff, sizeof(params->masks));
	for (unsigned i = 0; i < intervals; i++)
		params->intervals[i].max = UINT32_MAX;
	params->rmask = UINT32_MAX;
	set_mask(params, SNDRV_PCM_HW_PARAM_ACCESS, SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	set_mask(params, SNDRV_PCM_HW_PARAM_FORMAT, SNDRV_PCM_FORMAT_S16_LE);
	set_interval(params, SNDRV_PCM_HW_PARAM_CHANNELS, CHANNELS);
	set_interval(params, SNDRV_PCM_HW_PARAM_RATE, RATE_HZ);
	set_interval(params, SNDRV_PCM_HW_PARAM_PERIOD_SIZE, PERIOD_FRAMES);
	set_interval(params, SNDRV_PCM_HW_PARAM_PERIODS, PERIODS);
}

/* A guest that stands still for a while loses no more than that: there is no underrun. */
static void never_stop(struct snd_pcm_sw_params *params)
{
	memset(params, 0, sizeof(*params));
	params->avail_min = PERIOD_FRAMES;
	params->start_threshold = PERIODS * PERIOD_FRAMES;
	params->stop_threshold = ULONG_MAX;
}

static int failed(const char *what)
{
	printf("%s: %s\n", what, strerror(errno));
	return 1;
}

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	static int16_t silence[PERIOD_FRAMES * CHANNELS];
	struct snd_pcm_hw_params params;
	struct snd_pcm_sw_params soft;
	struct snd_pcm_status status;
	struct snd_xferi transfer = { .buf = silence, .frames = PERIOD_FRAMES };
	int periods = argc == 3 ? atoi(argv[2]) : 0;
	double start_s, elapsed_s;
	int fd;

	if (periods <= PERIODS) {
		fprintf(stderr, "usage: pcmplay DEVICE PERIODS   (more than %d)\n", PERIODS);
		return 2;
	}
	fd = open(argv[1], O_RDWR);
	if (fd < 0)
		return failed(argv[1]);
	choose(&params);
	if (ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &params))
		return failed("HW_PARAMS");
	never_stop(&soft);
	if (ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &soft))
		return failed("SW_PARAMS");
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE))
		return failed("PREPARE");
	start_s = now_s();
	/* A full buffer starts it. What was written and is no longer there has left. */
	for (int i = 0; i < periods; i++)
		if (ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &transfer))
			return failed("WRITEI_FRAMES");
	memset(&status, 0, sizeof(status));
	if (ioctl(fd, SNDRV_PCM_IOCTL_STATUS, &status))
		return failed("STATUS");
	elapsed_s = now_s() - start_s;
	printf("%lu frames played in %.2f s\n", (unsigned long)status.hw_ptr, elapsed_s);
	return elapsed_s * RATE_HZ < 0.9 * (double)status.hw_ptr;
}
