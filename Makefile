# make run, make test: all that a fresh clone needs. A Python of 3.11 or newer is found by itself; PYTHON=... names one.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench screenshots dreams clean

run: $(VENV)/installed
	@$(BIN)/python main.py

test: $(VENV)/installed-test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-bench
	$(BIN)/python -m tests.benchmarks

screenshots: $(VENV)/installed
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screenshots docs/images
	$(BIN)/python -m tests.contact_sheet docs/images/filters.png
	$(BIN)/python -m tests.dream_sheet docs/images

# The figures on dreaming in the README, and its sheet of a hundred dreams.
dreams: $(VENV)/installed
	$(BIN)/python -m tests.dream_sheet docs/images

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Neural Darkroom needs Python 3.11 or newer, and none was found."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test,export]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-bench: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	@touch $@ $(VENV)/installed
