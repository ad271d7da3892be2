/* SPDX-License-Identifier: EUPL-1.2 */
/* A disk under the test's hand: takes the place of fdatasync and fsync in the
 * whole program, the library of the engine included. It keeps nothing for good
 * but what its shadow has: every synced file's content as it was when the sync
 * began, which is all that a power cut is sure to leave. */
#pragma once

#include <stdbool.h>

/* Everything usual again, nothing counted. */
void disk_reset(void);
/* Syncs of a log whose path has this word in it stay under way until
 * disk_release. NULL: of any log. */
void disk_hold(const char *word);
void disk_release(void);
/* Waits until a sync is being held. */
void disk_wait_held(void);
/* From now on syncs of a log fail with EIO. */
void disk_refuse(bool refuse);
/* Each sync takes so long, so that others come meanwhile. */
void disk_slow_us(unsigned us);
/* Syncs of logs since the reset. */
int disk_syncs(void);
/* Whether syncs leave shadows. */
void disk_shadow(bool shadow);
/* A power cut: the folder has only what was synced (and the files that never
 * were written to). */
void disk_cut(const char *folder);
/* What lies there now is on the disk. */
void disk_keep(const char *folder);
