# TaskPal's commands. `make help` lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

# What is in .venv comes first: its Node is the one Reflex builds with.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
IN := .venv/bin/python
TEST_WORKERS ?= 2
# The first Python that is new enough; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

run: .venv/.run ## Run TaskPal: installs, builds and migrates what is needed first
	@$(IN) -m taskpal serve

dev: .venv/.dev ## Run it while you change it: it rebuilds and reloads by itself
	@$(IN) -m taskpal dev

test: .venv/.dev ## Every test: unit, services, and end to end in a real browser
	@$(IN) -m pytest -n $(TEST_WORKERS) --cov --cov-report=term

check: .venv/.dev ## The gate before a commit: format, lint, types, imports, fast tests
	@set -e; \
	echo "Format"; ruff format --check --quiet . || ruff format --check .; \
	echo "Lint"; ruff check --quiet .; \
	echo "Types"; mypy --no-error-summary; pyright --warnings; \
	echo "Import rules"; lint-imports --no-logo || lint-imports; \
	echo "Tests"; pytest -q -n $(TEST_WORKERS) -m "not browser and not services"

bench: .venv/.dev ## Measure speed and write bench/RESULTS.md
	@$(IN) -m bench

seed: .venv/.run ## Fill the database with an example account and its todos
	@$(IN) -m taskpal migrate
	@$(IN) -m taskpal seed

screenshots: .venv/.dev ## Take the pictures in docs/screenshots again
	@$(IN) -m tests.e2e.screenshots

pins: ## Pin every package again from pyproject.toml (needs uv)
	@set -e; pin="uv pip compile --quiet --universal --python-version 3.11 \
		--no-annotate --no-emit-index-url --no-emit-find-links \
		--custom-compile-command 'make pins' pyproject.toml"; \
	eval "$$pin --output-file requirements.txt"; \
	eval "$$pin --constraint requirements.txt --group dev --output-file requirements-dev.txt"

clean: ## Remove everything that was made, except your data
	@rm -rf .venv .web .build .states .pytest_cache .mypy_cache .ruff_cache test-results

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS='	' read -r name what; do \
		printf '  make %-12s %s\n' "$$name" "$$what"; done

.venv/.run: requirements.txt
	@$(call install,$<)
	@touch $@

.venv/.dev: requirements-dev.txt
	@$(call install,$<)
	@touch .venv/.run $@

install = if [ -z "$(PYTHON)" ]; then \
	echo "TaskPal needs Python 3.11 or newer; this machine has $$(python3 -V 2>&1 || echo none)." >&2; \
	exit 1; fi; $(PYTHON) -m taskpal.start.bootstrap $(1)

.PHONY: run dev test check bench seed screenshots pins clean help
