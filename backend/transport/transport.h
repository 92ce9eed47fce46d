/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The transports, one file each; device.c lists them. */
#ifndef BACKEND_TRANSPORT_TRANSPORT_H
#define BACKEND_TRANSPORT_TRANSPORT_H

struct transport_ops;

extern const struct transport_ops transport_dump;
extern const struct transport_ops transport_file;
extern const struct transport_ops transport_sim;
extern const struct transport_ops transport_sysfs;
extern const struct transport_ops transport_vfio;
extern const struct transport_ops transport_vfio_user;

#endif
