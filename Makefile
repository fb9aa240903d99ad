# Termkeeper on one machine: needs Python 3.11 or newer and make; the rest is installed by the commands.
#
#   make up      set up, then run everything: prints the address and whom to sign in as (PORT=8000)
#   make setup   the set-up alone, into .venv
#   make test    all tests (ARGS="tests/core -k name" for some)
#   make check   style, types, templates, imports, size caps, migrations, production settings
#   make messages  the words of the mails: looked up in the sources, then compiled (docs/developing.md)
#   make bench   the figures of docs/performance.md, measured here
#   make chaos   the proofs that kill processes; they take minutes

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
VENV_PYTHON = .venv/bin/python

.DEFAULT_GOAL := up
.PHONY: up setup setup-tests frontend test check messages bench chaos

up: setup
	@exec $(VENV_PYTHON) manage.py up --port $(PORT) $(ARGS)

setup:
	@$(PYTHON) -m ops setup

setup-tests:
	@$(PYTHON) -m ops setup-tests

frontend:
	@$(PYTHON) -m ops frontend

test: setup-tests
	@exec $(VENV_PYTHON) -m pytest -n 2 --dist worksteal -m "not slow" $(ARGS)

check: setup-tests
	@exec $(PYTHON) -m ops check

messages: setup-tests
	@exec $(VENV_PYTHON) -m ops messages

bench: setup-tests
	@exec $(VENV_PYTHON) -m bench $(ARGS)

chaos: setup-tests
	@exec $(VENV_PYTHON) -m pytest -m slow $(ARGS)
