/* SPDX-License-Identifier: EUPL-1.2 */
/* Files and folders of the embedded stores: who may read them, and that they
 * survive a power cut under their names. Failures are logged. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

/* An empty file with mode 0600. ERR_EXISTS, ERR_IO. */
CHECKED enum err files_create(const char *path);
/* A folder with mode 0700; one that is there already will do. */
CHECKED enum err files_folder(const char *path);
bool files_exist(const char *path);
/* Gives a finished file its name: content, then name, forced to the disk.
 * ERR_EXISTS if the name is taken. */
CHECKED enum err files_place(const char *from, const char *to);
/* Forces the names in a folder to the disk. */
CHECKED enum err files_sync_folder(const char *path);
/* A lock on a file that ends with the process; other threads and processes
 * wait. *fd is closed to unlock. */
CHECKED enum err files_lock(const char *path, int *fd);
/* The same lock without waiting, shared or for one alone: a folder is in use,
 * or being replaced. ERR_BUSY: somebody holds it the other way. */
CHECKED enum err files_hold(const char *path, bool alone, int *fd);
void files_unlock_at(int *fd);
#define AUTO_FILES_LOCK __attribute__((cleanup(files_unlock_at)))
