# Hopper: partner files in, JSON batches out. `make help` lists what can be done here.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test sanitize bench check build install format events tables dependencies

PREFIX ?= /usr
DESTDIR ?=
# The installed programs need no Swift toolchain: only Debian's own libraries.
RELEASE := -c release --static-swift-stdlib
# A crashed test must end at once, not sit in a debugger.
export SWIFT_BACKTRACE := enable=no

help: ## shows this list
	@echo "Hopper turns the files partners drop into JSON batches and delivers them. Here you can:"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: dependencies build ## installs what is missing, builds, and shows Hopper at work (2 minutes)
	@scripts/demo

test: dependencies ## builds and runs the tests
	@swift build --build-tests $(if $(CI),--quiet)
	@ulimit -n 16384 2>/dev/null || ulimit -n "$$(ulimit -Hn)"; swift test --skip-build --disable-xctest

sanitize: dependencies ## runs the tests under the thread and the address sanitizer (an hour)
	@scripts/sanitize

bench: dependencies ## measures Hopper beside its peers and the machine's limits (20 minutes)
	@Benchmarks/run $(BENCH)

check: dependencies ## checks style, layering, documentation and unit files
	@scripts/check-format
	@scripts/check-layering
	@scripts/check-docs
	@scripts/check-units

build: dependencies ## builds the programs for release, into .build/release
	@swift build $(RELEASE) --product hopperd
	@swift build $(RELEASE) --product hopperctl
	@swift build $(RELEASE) --product hopper-jq

install: build ## installs below DESTDIR (none) and PREFIX (/usr); keeps existing configuration
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" scripts/install

format: ## formats all Swift sources in place
	@swift format -i -r Package.swift Sources Tests Benchmarks

events: ## writes docs/events.md and systemd/hopper.catalog from the list of events
	@HOPPER_WRITE_DOCS=1 swift test --disable-xctest --filter EventCatalogTests

tables: ## writes docs/configuring.md's tables and config/schema from the declared options
	@HOPPER_WRITE_DOCS=1 swift test --disable-xctest --filter 'ManualTests|SchemaTests'

dependencies:
	@scripts/install-dependencies
