# make setup | demo | test | lint | sample. Each does the set-up first; the second time that takes no time.
SHELL := /bin/bash
PYTHON := .venv/bin/python
export OMP_THREAD_LIMIT := 1

.PHONY: help setup demo test lint sample screenshots
help:
	@echo "make setup   system packages (where allowed), .venv and the command .venv/bin/klos"
	@echo "make demo    the main job over the sample intake; results in demo-out/"
	@echo "make test    linters, types and all tests"
	@echo "make lint    linters and types only"
	@echo "make screenshots  pictures of every page into docs/images/, over the demo's workspace"
	@echo "make sample  a larger sample intake in out/sample, to try things on"

setup:
	@scripts/setup.sh

demo: setup
	@KLOS_HOME=demo-out/workspace .venv/bin/klos demo --out demo-out
	@KLOS_HOME=demo-out/workspace .venv/bin/klos user demo

lint: setup
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

test: lint
	@scripts/setup.sh tests
	$(PYTHON) -m pytest -n 2

sample: setup
	$(PYTHON) -m samples out/sample --seed 7 --claims 120

screenshots: setup
	$(PYTHON) scripts/screenshots.py
