# revdash: every task of the project. `make help` lists them.
# Needs Python 3.11 or newer, make and a package index; everything else is installed in .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first Python that is new enough; PYTHON=... names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
OPENS := $(if $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname -s 2>/dev/null)),--browser)

.PHONY: help run demo test check format docs bench lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r name what; do \
		printf '%-12s %s\n' "$$name" "$$what"; done

run: .venv/run.stamp ## set up, fill an empty store with the demo company, serve the app
	@$(BIN)/python tools/first_store.py
	@$(BIN)/revdash serve $(OPENS)

demo: run

test: .venv/test.stamp check ## everything that CI runs, a browser included
	@$(BIN)/python tools/browser.py
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/test.stamp ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/test.stamp ## put the code into the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/test.stamp ## write the generated documents again
	$(BIN)/python -m docs.generate

bench: .venv/test.stamp ## print where speed stands (minutes; BENCH="--sizes 100k" for less)
	$(BIN)/python -m bench $(BENCH)

lock: ## resolve requirements*.in again, for Linux, macOS and Windows (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url -q requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url -q -c requirements.txt requirements-test.in -o requirements-test.txt

clean: ## remove the environment and caches; the data stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "revdash needs Python 3.11 or newer, and none was found on the path\
	 (python3 is $$(python3 --version 2>&1 || true)). Install one, or name it: make PYTHON=/path/to/python run" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "revdash needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" --version 2>&1). Name another: make PYTHON=/path/to/python run" >&2; exit 2; }
	@echo "Making the environment in .venv"
	@"$(PYTHON)" -m venv .venv || { rm -rf .venv; \
		echo "The venv module is missing from $(PYTHON). On Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }

.venv/run.stamp: .venv/pyvenv.cfg requirements.txt pyproject.toml
	@echo "Installing what revdash runs on (about a minute, once)"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-test.txt
	@echo "Installing what the tests need"
	@$(PIP) --require-hashes -r requirements-test.txt
	@touch $@
