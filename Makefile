# `make help` lists what can be done here.

PYTHON ?= python3
PORT ?= 8000
SIZES ?= 1000 10000
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --quiet $(UPGRADE)

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help run test bench check-pages check-newsroom looks lint format migrations screenshots requirements clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | \
		while IFS='|' read -r target text; do printf '  make %-14s %s\n' "$$target" "$$text"; done

run: export DEBUG = true
run: export SITE_URL = http://localhost:$(PORT)
run: .venv/runtime.stamp ## Serve the site with demo articles on PORT, 8000 unless set
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_demo --if-empty
	@$(BIN)/python manage.py rebuild_recommendations
	@$(BIN)/python manage.py local_login
	@$(BIN)/python manage.py runserver $(PORT)

test: .venv/dev.stamp ## Run all tests, on DATABASE_URL and CACHE_URL where they are set
	@$(BIN)/python -m pytest --numprocesses auto $(ARGS)

bench: export DEBUG = true
bench: .venv/dev.stamp ## Measure links, search and serving; SIZES, POSTGRES=postgres://… for links
	@$(BIN)/python docs/bench/recommending.py $(SIZES) $(if $(POSTGRES),--postgres $(POSTGRES))
	@sh docs/bench/searching.sh $(BIN)/python $(SIZES)
	@$(BIN)/python docs/bench/serving.py

check-pages: .venv/dev.stamp ## Check all pages with Nu, axe, Lighthouse and a crawl; needs Java and npm
	@sh docs/checks/run.sh $(BIN)/python $(PORT) $(CHECKS)

check-newsroom: .venv/dev.stamp ## Check the newsroom's pages as each role with axe; needs npm
	@sh docs/checks/run.sh $(BIN)/python $(PORT) newsroom $(CHECKS)

lint: .venv/dev.stamp ## Check the code and the templates, changing nothing
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@git ls-files -z 'templates/*.html' | xargs -0 -r $(BIN)/djhtml --check --tabwidth 2

format: .venv/dev.stamp ## Put the code and the templates into their one layout
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@git ls-files -z 'templates/*.html' | xargs -0 -r $(BIN)/djhtml --tabwidth 2

migrations: export DEBUG = true
migrations: .venv/runtime.stamp ## Write the migrations that changed models need
	@$(BIN)/python manage.py makemigrations

screenshots: .venv/dev.stamp ## Take the README's pictures of the site that runs on PORT
	@$(BIN)/python docs/screenshots.py http://localhost:$(PORT)

looks: .venv/dev.stamp ## Picture every page in var/looks: widths, light, dark, print, without CSS
	@sh docs/checks/run.sh $(BIN)/python $(PORT) looks

requirements: export UV_CUSTOM_COMPILE_COMMAND = make requirements
requirements: .venv/dev.stamp ## Pin what pyproject.toml asks for; UPGRADE=--upgrade for the newest
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --group dev --constraints requirements.txt --output-file requirements-dev.txt

clean: ## Remove the virtual environment and the tools' caches, never the data in var/
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis htmlcov .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is older than its requirements when they have changed since they were installed.

.venv/runtime.stamp: requirements.txt | $(BIN)/pip-ready
	@echo "Installing what the site needs…"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt | $(BIN)/pip-ready
	@echo "Installing what the tests need…"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ .venv/runtime.stamp

# Also mends an environment that has no pip: one that uv made, or an interrupted one.
.PHONY: $(BIN)/pip-ready
$(BIN)/pip-ready: | $(BIN)/python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with PYTHON=/path." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
