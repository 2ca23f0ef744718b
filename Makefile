# Two commands: `make run` and `make test`. `make help` lists the others.

PYTHON := .venv/bin/python
SHELL := /bin/sh
.DELETE_ON_ERROR:

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: .venv/run.stamp ## From nothing to the demonstration in a browser (Ctrl-C stops it)
	@tools/system.sh run
	@$(PYTHON) tools/translations.py
	@$(PYTHON) -m talanoa demo
	@exec $(PYTHON) -m talanoa serve

.PHONY: test
test: .venv/test.stamp ## Everything CI checks
	@tools/system.sh test
	@$(PYTHON) tools/check.py

.PHONY: env
env: .venv/test.stamp ## The environment for working on Talanoa
	@$(PYTHON) tools/translations.py

.PHONY: format
format: .venv/test.stamp ## Put the code in order
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .

.PHONY: messages
messages: .venv/test.stamp ## Bring the translations up to date with the sources
	@$(PYTHON) -m tools.messages
	@$(PYTHON) tools/translations.py

.PHONY: lock
lock: ## Lock the versions again, with hashes and without addresses (needs uv)
	@tools/lock.sh

.PHONY: pictures
pictures: .venv/test.stamp ## Take the pictures of the README anew
	@$(PYTHON) -m pytest --quiet tests/journeys/test_pictures.py
	@$(PYTHON) tools/pictures.py

.PHONY: wheel
wheel: .venv/test.stamp ## Build the installable package in dist/
	@.venv/bin/python -m hatchling build --target wheel

.PHONY: clean
clean: ## Remove what make made; var/ (your data) stays
	rm -rf .venv node_modules artefacts dist .mypy_cache .pytest_cache .ruff_cache
	find talanoa -name '*.mo' -delete

.venv/run.stamp: requirements/run.txt
	@tools/env.sh run

.venv/test.stamp: requirements/test.txt
	@tools/env.sh test
