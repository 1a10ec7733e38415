# Two commands do all set-up on a fresh machine: `make run` and `make test`.
# Needed beforehand (Debian): apt install python3 python3-venv python3-dev make git gcc

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
export KEMBAR_HOME ?= $(CURDIR)/var
export DJANGO_SETTINGS_MODULE := kembar.settings
PYX := $(wildcard kembar/analysis/kernels/*.pyx)

.PHONY: help setup run test check fast browser bench fuzz long messages lock clean

help: ## what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(UV):
	@tools/needs.sh
	@$(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check uv

# The environment follows the lock: exact versions with hashes.
.venv/stamp: requirements.lock pyproject.toml setup.py | $(UV)
	@echo "Preparing the environment (once, about a minute) ..." >&2
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	@KEMBAR_WITHOUT_KERNELS=1 $(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# Kernels and translations are compiled here, never at first use.
.venv/compiled: .venv/stamp $(PYX) $(wildcard kembar/locale/*/LC_MESSAGES/*.po)
	@echo "Compiling kernels and translations ..." >&2
	@$(BIN)/python setup.py --quiet build_ext --inplace --parallel 2 >/dev/null
	@$(BIN)/python tools/messages.py compile
	@touch $@

setup: .venv/compiled ## the environment, kernels and translations

run: .venv/compiled ## set up everything and serve on http://127.0.0.1:8000
	@$(BIN)/kembar run

test: .venv/compiled ## everything that must hold: lint, types, imports, tests, browser
	@tools/chromium.sh
	$(MAKE) --no-print-directory check
	@registers=$$(mktemp -d); trap 'rm -rf "$$registers"' EXIT; export KEMBAR_TEST_REGISTERS="$$registers"; \
	  $(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser"; \
	  $(BIN)/python -m pytest -m browser -rs

check: .venv/compiled ## lint, format, types, import directions, migrations, messages
	$(BIN)/ruff check kembar tests tools benchmarks
	$(BIN)/ruff format --check kembar tests tools benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python tools/messages.py check

fast: .venv/compiled ## the tests without browser and database
	$(BIN)/python -m pytest tests/unit

browser: .venv/compiled ## the tests in real Chromium
	@tools/chromium.sh
	$(BIN)/python -m pytest -m browser -rs

bench: .venv/compiled ## every figure of the README, as ratios, into benchmarks/results
	$(BIN)/python -m benchmarks

fuzz: .venv/compiled ## the readers of files against broken input, SECONDS=60
	$(BIN)/python tools/fuzz_readers.py --seconds $${SECONDS_TO_FUZZ:-60}

long: .venv/compiled ## the slow checks: properties with many more examples, a hundred kills of everything that writes, everybody at once
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n 2 --dist loadgroup tests/unit tests/integration/test_killed_in_the_middle.py
	$(BIN)/python -m benchmarks.together

messages: .venv/compiled ## collect the texts to translate into the .po files
	$(BIN)/python tools/messages.py collect

lock: $(UV) ## resolve the versions anew into requirements.lock
	$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
	  --extra postgres --group test --group lint --group build pyproject.toml -o requirements.lock

clean: ## remove what was built; $KEMBAR_HOME stays
	rm -rf .venv .tools build dist *.egg-info
	find kembar -name '*.so' -delete
