# Everything a developer or an office does with a checkout. `make` alone lists the targets.
# Needs Python 3.11 or newer and nothing else; another interpreter: make run PYTHON=/path/to/python3.13

PORT ?= 8000
WORKERS ?= 2
PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3.14 python3 python,\
	$(shell $(p) -c 'import sys, venv, ensurepip; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CASEWORK := $(BIN)/casework

.DEFAULT_GOAL := help
.PHONY: help run demo test soak cover check bench screenshots lock clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

run: $(READY)  ## environment, database, demonstration data, server on 127.0.0.1:$(PORT)
	@$(CASEWORK) upgrade
	@$(CASEWORK) demo --if-empty
	@exec $(CASEWORK) serve --port $(PORT)

demo: $(READY)  ## demonstration data into a fresh database, with two papers and the annual table
	@$(CASEWORK) demo

test: $(READY)  ## the whole suite, on SQLite and on PostgreSQL
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

soak: $(READY)  ## long random walks: legal and illegal acts, corrections, turns of the year
	@CASEWORK_TEST_HYPOTHESIS=night $(BIN)/pytest -q -n $(WORKERS) --dist worksteal tests/services/test_random_walk.py tests/law/test_clock_properties.py

cover: $(READY)  ## every branch of the law is walked by its own tests
	@$(BIN)/coverage run --branch --source=workflows -m pytest -q tests/law
	@$(BIN)/coverage report --skip-covered --show-missing --fail-under=100

check: $(READY)  ## lint, format, types, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) $(VENV)/bench/.ready  ## one line a figure, and bench/results.json
	@$(BIN)/python -m bench

screenshots: $(READY)  ## the pictures of the manual, from the demonstration data (Chromium needed)
	@$(BIN)/python -m tools.screenshots $(ARGS)

lock: $(READY)  ## rebuild constraints.txt (ARGS="--upgrade" for the newest of everything)
	@test -x $(VENV)/lock/bin/pip-compile || { $(BIN)/python -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install -q 'pip-tools>=7.5'; }
	@$(VENV)/lock/bin/python tools/lock.py $(ARGS)

# What papers are compared with stands apart from the environment; without a network the rest is measured all the same.
$(VENV)/bench/.ready: bench/requirements.txt
	@echo "installing what papers are compared with"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target $(VENV)/bench \
		--require-hashes -r bench/requirements.txt && touch $@ || echo "not installed; those figures are left out"

clean:  ## remove the environment and everything that is made; instance/ stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): constraints.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer with venv was found (Debian, Ubuntu: apt install python3.11-venv)."; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "make: $(PYTHON) is Python %d.%d; 3.11 or newer is needed" % sys.version_info[:2])'
	@test -x $(BIN)/python || { echo "making $(VENV) with $(PYTHON)"; $(PYTHON) -m venv $(VENV); }
	@echo "installing the pinned packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
