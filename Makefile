# Broadsheet. Needs make (3.81 or newer) and Python 3.11 or newer; nothing else.
#
#   make run          open Broadsheet (sets up .venv the first time)
#   make test         all tests
#   make check        format, lint, types, imports
#   make bench        measure speed          make corpus   run the feed corpus, if it is there
#   make screenshots  draw screenshots/      make clean    remove caches and build products
#
#   make run PYTHON=python3.12               use another Python
#   make run ARGS='list is:unread'           pass words to the command
#   make test ARGS='tests/query -x'          pass words to pytest

PYTHON ?= python3
VENV   := .venv
ARGS   ?=
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help run install test check bench corpus screenshots clean distclean

help:
	@sed -n 's/^#//p' Makefile | sed -n '3,11p'

run: $(VENV)/.installed
	@$(BIN)/broadsheet $(ARGS)

install: $(VENV)/.installed

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.installed-dev
	PATH="$(CURDIR)/$(BIN):$$PATH" scripts/check

bench: $(VENV)/.installed-dev
	$(BIN)/python scripts/bench $(ARGS)

corpus: $(VENV)/.installed-dev
	$(BIN)/python scripts/corpus $(ARGS)

screenshots: $(VENV)/.installed-dev
	$(BIN)/python scripts/screenshots.py $(ARGS)

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	rm -f snapshot_report.html
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV)

# The stamps are newer than what they were made from, so nothing is installed twice.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Broadsheet needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": try make run PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

# Dependency groups came with pip 25.1; an older pip is renewed inside .venv only.
$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) install --help | grep -q -e '--group' || $(PIP) install --quiet --upgrade pip
	$(PIP) install --quiet --constraint constraints.txt --editable . --group dev
	@touch $@ $(VENV)/.installed
