/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A vfio-user server in this process, and a client that sends it one message after the other. */
#ifndef TESTS_UNIT_VFIO_USER_RIG_H
#define TESTS_UNIT_VFIO_USER_RIG_H

#include <stddef.h>
#include <stdint.h>

#include "backend/transport/vfio_user_server_parts.h"

extern struct vfio_user_server *server;
extern struct vfio_user_conn client;
extern char last_complaint[160];

/* Byte for byte what QEMU 11.1.3 offers. */
#define QEMU_VERSION                                                                \
	"\0\0\0\0{\"capabilities\": {\"pgsizes\": 4096, \"max_msg_fds\": 16, "      \
	"\"max_dma_maps\": 65535, \"max_data_xfer_size\": 1048576, \"migration\": " \
	"{\"max_bitmap_size\": 268435456, \"pgsize\": 4096}, \"write_multiple\": true}}"

void start(const char *model);
/* The same, and VERSION is exchanged. */
void start_agreed(const char *model);
void stop(void);

/* Send, and no more. */
void post(unsigned command, uint32_t flags, const void *data, size_t len, const int *fds,
	  unsigned fd_count);
/* The errno of the reply, 0 = good; its payload is in client.in_data. */
int ask_with(unsigned command, const void *data, size_t len, const int *fds, unsigned fd_count);
int ask(unsigned command, const void *data, size_t len);
int write_reg(uint32_t region, uint64_t offset, uint32_t count, uint64_t value);
int map_window(uint64_t address, uint64_t size, int fd);
int unmap_windows(uint32_t flags, uint64_t address, uint64_t size);
uint64_t read_reg(uint32_t region, uint64_t offset, uint32_t count);

/* edu's DMA of its 4 KiB. */
void start_dma_to_memory(uint64_t iova);
void wait_for_dma(void);

#endif
