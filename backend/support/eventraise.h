/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signal an eventfd that belongs to somebody else. */
#ifndef BACKEND_SUPPORT_EVENTRAISE_H
#define BACKEND_SUPPORT_EVENTRAISE_H

/* Add 1 to the counter and never wait, also where its owner made it blocking and fills it at the
 * same moment: as the kernel does for vfio. A counter that is full stays so. fd must be an eventfd. */
void event_raise(int fd);

#endif
