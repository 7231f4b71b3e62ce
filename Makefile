# The doors of the house. Plain make and Python 3.11 or newer are enough.
# A sentinel in .state/ vouches for each finished step, so a second call costs next to nothing.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

BIN := .venv/bin
# Each file of tests runs whole in one process. There is one more than there are cores: those of the browser and of real
# servers, which come early, spend half of their time waiting.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1)
# Stores of tests lie in memory where there is room for them: on a disk each commit waits milliseconds.
IN_MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 2000000 { print "/dev/shm" }')
PYTEST := $(if $(IN_MEMORY),PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY)) $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
# Servers of the tests start by the score: none of them compiles the code anew.
unexport PYTHONDONTWRITEBYTECODE
SAY := @printf '\n== %s\n'
CODE := deliberation tests scripts migrations wsgi.py

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---------------------------------------------------------------- setting up

.PHONY: setup
setup: .state/runtime .state/assets ## Make .venv with the `deliberation` command, and the browser's parts
	@echo "ready: $(BIN)/deliberation --help"

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is missing or older than 3.11. Install Python 3.11, or: make PYTHON=/path/to/python3"; exit 1; }
	$(SAY) "virtual environment in .venv"
	@PYTHON="$(PYTHON)" sh scripts/venv.sh

.state/runtime: requirements.txt pyproject.toml .venv/pyvenv.cfg
	$(SAY) "Python packages of the service"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@mkdir -p .state && touch $@

.state/dev: requirements-dev.txt .state/runtime
	$(SAY) "Python packages of the checks"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@mkdir -p .state && touch $@

.state/browser-checks: package-lock.json .state/assets
	$(SAY) "checks of the browser's code into node_modules"
	@$(BIN)/python scripts/node.py npm ci --ignore-scripts
	@mkdir -p .state && touch $@

# Somebody may have deleted what the sentinel vouches for.
ifeq ($(wildcard node_modules/.bin/tsc),)
.PHONY: .state/browser-checks
endif
ifeq ($(wildcard static/vendor/*),)
.PHONY: .state/assets
endif
.state/assets: package-lock.json scripts/vendor.py .state/runtime
	$(SAY) "browser libraries into static/vendor"
	@$(BIN)/python scripts/vendor.py
	@mkdir -p .state && touch $@

# ---------------------------------------------------------------- running

.PHONY: run
run: setup ## Serve the demo compounds (HOST=…, PORT=…); prints the address and who can sign in
	@$(BIN)/deliberation demo
	$(SAY) "http://$(HOST):$(PORT)/   (Ctrl+C stops it)"
	@exec $(BIN)/deliberation serve

.PHONY: start
start: setup ## Serve an empty installation, or the real one that is there, without the demonstration
	@$(BIN)/deliberation db upgrade
	$(SAY) "http://$(HOST):$(PORT)/   (Ctrl+C stops it)"
	@exec $(BIN)/deliberation serve

# ---------------------------------------------------------------- checking

.PHONY: test
test: setup .state/dev lint test-js ## Run every check: format, lint, types, layers, all tests
	$(SAY) "tests of stages, house, flows, races on PostgreSQL, browser"
	@$(PYTEST) tests
	$(SAY) "every check passed"

.PHONY: test-fast
test-fast: setup .state/dev test-js ## Run the tests that need neither PostgreSQL nor a browser
	@$(PYTEST) tests --ignore=tests/races --ignore=tests/browser

.PHONY: test-js
test-js: .state/browser-checks ## Run the tests of the browser's own logic: a few seconds
	$(SAY) "tests of the browser's logic"
	@$(BIN)/python scripts/node.py node --test --test-reporter=spec $(wildcard tests/js/*.test.js)

.PHONY: lint
lint: .state/dev .state/browser-checks ## Check format, style, types and layers
	$(SAY) "format"
	@$(BIN)/ruff format --check $(CODE)
	$(SAY) "style"
	@$(BIN)/ruff check $(CODE)
	$(SAY) "types"
	@$(BIN)/mypy
	$(SAY) "layers"
	@$(BIN)/lint-imports
	$(SAY) "scripts, styles and templates of the pages"
	@$(BIN)/python scripts/node.py node node_modules/@biomejs/biome/bin/biome lint --error-on-warnings
	@$(BIN)/python scripts/node.py node node_modules/typescript/bin/tsc --project tsconfig.json
	@$(BIN)/python scripts/templates.py --check

.PHONY: format
format: .state/dev ## Rewrite the code in the house's format and mend what can be mended by itself
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/python scripts/templates.py

# ---------------------------------------------------------------- upkeep

.PHONY: docs
docs: setup ## Print docs/permissions.md, docs/workflows.md and docs/protocol.md from the code
	@$(BIN)/python scripts/docs.py

.PHONY: migration
migration: setup .state/dev ## Write the next migration from the models: make migration m="what changes"
	@test -n "$(m)" || { echo 'say what changes: make migration m="orders carry a colour"'; exit 1; }
	@sh scripts/migration.sh "$(m)"

.PHONY: clean
clean: ## Remove what setup and tests made; var/ (the data) stays
	@rm -rf .venv .state node_modules static/vendor build ./*.egg-info .pytest_cache .mypy_cache .ruff_cache \
	  .import_linter_cache .hypothesis test-results
	@find deliberation tests scripts migrations -name __pycache__ -prune -exec rm -rf {} +
