# Needs Python >= 3.11, Node >= 20.19 and make; everything else is installed below this folder.

PYTHON ?= python3
PY     := .venv/bin/python
ARGS   ?=
UV     := $(PY) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
          --generate-hashes --no-header --no-annotate --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help setup local demo test quick check format up down reset baseline migration drift types docs advisors lock screenshots eval bench doctor deploy clean

help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: ## install everything below this folder; instant when nothing has changed
	@$(PYTHON) supabase/wellio_local/install.py

local: ## install only what runs: without linters, type checkers and the browser of the tests
	@$(PYTHON) supabase/wellio_local/install.py local

demo: local ## four weeks of real-life logs through the whole system (ARGS=--once: summary, then stop)
	@$(PY) -m wellio_demo $(ARGS)

test: check ## all checks and tests (DOMAIN=people: of one domain; ARGS="-k weekly -x" goes to pytest)
	@$(PY) -m wellio_local web
	@cd web && npm run --silent test -- $(if $(DOMAIN),--passWithNoTests src/$(DOMAIN)) && npm run --silent budget
	@$(PY) -m pytest -n 3 --dist worksteal $(if $(DOMAIN),$(wildcard tests/$(DOMAIN) tests/e2e/$(DOMAIN))) $(ARGS)

quick: setup ## the fast tests that need no running stack, or only its database
	@$(PY) -m pytest -n 2 --dist worksteal -m "(pure or db) and not slow" -q $(ARGS)

check: setup ## style, formatting and types, without running anything
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy functions supabase tests bench docs
	@cd web && npm run --silent check

format: setup ## rewrite the Python and TypeScript files as `make check` wants them
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@cd web && npm run --silent format

up: local ## start the local Supabase and the web app, print URLs and keys; Ctrl-C stops it (ARGS=--detach)
	@$(PY) -m wellio_local up $(ARGS)

down: local ## stop a detached local Supabase; its data stays
	@$(PY) -m wellio_local down

reset: local ## delete the data of the local Supabase
	@$(PY) -m wellio_local reset

baseline: setup ## write all migrations anew from sql/, while nobody runs the project
	@$(PY) -m wellio_schema baseline

migration: setup ## write the migration of one domain to sql/ (NAME=what_it_does, WHY="..." when it is long)
	@$(PY) -m wellio_schema migration "$(NAME)" "$(WHY)"

drift: setup ## show in what sql/ and the migrations differ
	@$(PY) -m wellio_schema drift

types: setup ## write what is generated from sql/: the types of the API, the load order in config.toml
	@$(PY) -m wellio_schema types

docs: setup ## write the generated tables of docs/: api, configuration, commands, figures
	@$(PY) -m docs.generate

advisors: setup ## what the Supabase security and performance advisors say about sql/
	@$(PY) -m wellio_schema advisors

lock: setup ## export the locked requirements from pyproject.toml and complete the npm locks
	@$(PY) -m pip install --quiet uv==0.13.8
	@$(UV) --output-file functions/requirements.txt
	@$(UV) --extra cli --extra ocr --extra local --constraint functions/requirements.txt --output-file requirements-local.txt
	@$(UV) --all-extras --constraint requirements-local.txt --output-file requirements-dev.txt
	@for folder in supabase/wellio_local web; do \
	  (cd $$folder && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error) \
	  && $(PY) supabase/wellio_local/complete_lock.py $$folder/package-lock.json || exit 1; done

screenshots: setup ## take the pictures of docs/screenshots anew, from the demo
	@$(PY) -m tests.e2e.screenshots

eval: setup ## measure extraction quality
	@$(PY) -m bench.extraction $(ARGS)
	@$(PY) -m bench.screen_reading $(ARGS)

doctor: local ## examine a deployed project, by the environment or .env (ARGS=--json or --model)
	@$(PY) -m wellio doctor $(ARGS)

deploy: local ## print the steps to hosted Supabase and Cloud Functions; CONFIRM=1 runs them (docs/deploy.md)
	@$(PY) -m wellio_deploy

bench: setup ## measure speed, growth and cost, write bench/results.json (ARGS="rls_cost growth" for a part)
	@$(PY) -m bench $(ARGS)

clean: ## delete what was installed and all local data
	@test ! -x $(PY) || $(PY) -m wellio_local clean
	rm -rf .venv .local supabase/wellio_local/node_modules web/node_modules .mypy_cache .ruff_cache .pytest_cache
