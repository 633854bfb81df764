# One word a job. `make demo` and `make test` set everything up by themselves; the rest assumes nothing more.
# Another Python than `python3`: make test PYTHON=python3.12

PYTHON ?= python3
BIN := .venv/bin
OUT ?=

.DEFAULT_GOAL := help
.PHONY: help setup browser demo test check lint types contracts suite bench endurance lock texts rules wheel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## .venv from the lock file; at once when it is there already
	@$(PYTHON) tools/house.py environment

browser: setup
	@$(PYTHON) tools/house.py browser

demo: setup ## run the pilot programme with the reference LPS; says where the reports lie
	@$(BIN)/labcert demo $(if $(OUT),--out $(OUT))

test: setup browser ## every test, those in the browser too
	@$(BIN)/python -m pytest

check: lint types contracts suite test ## everything a change must pass

lint: setup ## ruff
	@$(BIN)/ruff check .

types: setup ## mypy, strict
	@$(BIN)/mypy

contracts: setup ## who may import whom
	@$(BIN)/lint-imports

suite: setup ## protocols against features, requirements against steps
	@$(BIN)/labcert protocol check
	@$(BIN)/labcert requirements coverage --check

bench: setup ## measure what the product must reach; prints a table
	@$(BIN)/python -m bench

endurance: setup browser ## the tests that take minutes
	@$(BIN)/python -m pytest -m endurance

lock: setup ## remake requirements/*.txt from pyproject.toml
	@$(BIN)/python tools/lock.py

texts: setup ## collect the Danish texts, bring the English catalogue in line and compile it
	@$(BIN)/python tools/texts.py

rules: setup ## write docs/rules.md from the rules, the profiles and the requirements
	@$(BIN)/python tools/rules.py

wheel: setup ## dist/*.whl, which carries the suite
	@$(BIN)/python -m build --no-isolation --outdir dist .

clean: ## take away what make made (reports stay)
	@rm -rf .venv .setup dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
