/* SPDX-License-Identifier: EUPL-1.2 */
/* sync_rate FOLDER SECONDS: how often a second 4 KiB reach the disk for good.
 * No commit of a single writer can be faster. Prints one number. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 4096
#define NAME_MAX_BYTES 4096

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	static char block[BLOCK], path[NAME_MAX_BYTES];
	double begin, end;
	long n = 0;
	int fd;

	if (argc != 3)
		return 64;
	snprintf(path, sizeof(path), "%s/sync_rate.part", argv[1]);
	if ((fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600)) < 0)
		return 73;
	unlink(path);
	begin = seconds();
	end = begin + strtod(argv[2], NULL);
	while (seconds() < end) {
		if (write(fd, block, BLOCK) != BLOCK || fdatasync(fd) < 0)
			return 74;
		n++;
	}
	printf("%.0f\n", (double)n / (seconds() - begin));
	return 0;
}
