# SPDX-License-Identifier: EUPL-1.2
# make run     installs what is missing, builds, makes a demo country, serves it
# make test    everything with small counts; last line "N passed, N failed"
# make soak    the same tests with the full counts
# make bench   ratios against limits taken in the same run
# PORT, STATE and DATABASE_URL override the defaults.

PORT ?= 8080
STATE ?= state
export PORT STATE DATABASE_URL SAMPLES

.PHONY: build run test soak bench clean format

build:
	@sh scripts/packages.sh build
	@sh scripts/build.sh build

run: build
	@exec build/ejournal demo --state "$(STATE)" --port "$(PORT)"

test:
	@sh scripts/packages.sh build test
	@sh scripts/test.sh

soak:
	@sh scripts/packages.sh build test
	@SOAK=1 sh scripts/test.sh

bench: build
	@sh scripts/packages.sh bench
	@sh bench/run.sh
	@sh bench/slow_sync.sh

format:
	clang-format -i $$(git ls-files '*.c' '*.h')

clean:
	rm -rf build build-*
