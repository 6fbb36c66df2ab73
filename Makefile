# `make run` and `make test` set up all they need; `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP_INSTALL := PYTHONWARNINGS=ignore $(BIN)/python -m pip --disable-pip-version-check install --quiet \
	--no-compile --constraint constraints.txt
RUN_EXTRAS := local,ocr
BROWSERS := chromium-headless-shell chromium chromium-browser google-chrome
TEST_EXTRAS := $(RUN_EXTRAS),mcp,server,dev
# Each has its own models in memory, and computes in one thread: where all cores are busy, threads that
# wait for one another take longer.
TEST_PROCESSES ?= 2

# Tests that load no model of language and no browser.
FAST_TESTS := tests/golden tests/test_docs.py tests/test_layers.py \
	tests/assistant/compose tests/assistant/llm tests/assistant/query tests/assistant/text \
	tests/assistant/verify tests/ingest/chunking tests/ingest/metadata tests/ingest/parsers \
	tests/eval/datasets tests/eval/report tests/ui/access tests/ui/web/html tests/ui/web/i18n \
	tests/vectorstore/tables

.PHONY: help run setup test test-fast eval check format sbom licences hashes audit browser postgres clean
.DEFAULT_GOAL := help

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 18

run: setup ## Chat with the articles at http://127.0.0.1:7860 (PORT= for another port)
	$(BIN)/citera chat $(if $(PORT),--port $(PORT))

setup: .venv/installed ## Environment, models and the sample article
	$(BIN)/citera setup

test: ## All checks and tests, those with the real models and a browser too
	$(MAKE) --jobs 2 .venv/installed-dev postgres
	$(MAKE) --jobs 2 setup check
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses $(TEST_PROCESSES) --dist worksteal

test-fast: .venv/installed-dev ## The tests that need no model and no browser: under a minute
	$(BIN)/python -m pytest -q -m "not model and not browser" $(FAST_TESTS)

eval: setup ## Answer the test set with the default model; fails below eval/thresholds.toml
	$(BIN)/citera eval --set article --gate --json out/eval.json --html out/eval.html

check: .venv/installed-dev ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/installed-dev ## Put the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

sbom: .venv/installed-dev ## Bill of materials of what is installed by default: out/sbom.cdx.json
	$(BIN)/python -m release.sbom

licences: .venv/installed-dev ## Write docs/licences.md; fails where a licence does not fit
	$(BIN)/python -m release.licences

hashes: .venv/installed-dev ## Hashes of the wheels for this kind of machine: out/constraints-hashes.txt
	$(BIN)/python -m release.hashes

audit: .venv/installed-dev ## Look up known vulnerabilities of the pinned packages; needs the network
	@mkdir -p out && rm -f out/audit.json
	@$(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip --progress-spinner off \
		--format json --output out/audit.json 2>out/audit.log; found=$$?; \
	if [ -s out/audit.json ]; then tail -n 1 out/audit.log; exit $$found; fi; \
	echo "Nothing was audited: the database could not be asked; out/audit.log has the reason"; exit 1

# $(1): a command that tells whether it is there; $(2): its name; $(3): Debian's packages, of which the
# first that can be had is taken.
define install-for-tests
	@if { $(1); } >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing $(2) for the tests"; \
		apt-get update -qq; \
		for package in $(3); do \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$package >/dev/null && break; \
		done; \
		{ $(1); } >/dev/null 2>&1 || echo "$(2) could not be installed: its tests will be skipped"; \
	else \
		echo "No $(2) found, and no right to install it: its tests will be skipped"; \
	fi
endef

browser:
	$(call install-for-tests,command -v $(BROWSERS),Chromium,chromium-headless-shell chromium)

postgres: browser # one after the other: both may use apt-get
	$(call install-for-tests,command -v postgres || ls /usr/lib/postgresql/*/bin/postgres,PostgreSQL,postgresql)

clean: ## Remove the environment; models and articles stay
	rm -rf .venv build *.egg-info

# $(1): extras. Python may bring a pip that takes twice as long as this one. Modules are compiled when
# they are first imported: most of those installed never are.
define install
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Citera needs Python 3.11 or newer: make PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(PIP_INSTALL) pip
	$(PIP_INSTALL) --editable ".[$(1)]"
endef

# A stamp is written last, so that an installation that was broken off is made again.
.venv/installed: pyproject.toml constraints.txt
	$(call install,$(RUN_EXTRAS))
	touch $@

.venv/installed-dev: pyproject.toml constraints.txt
	$(call install,$(TEST_EXTRAS))
	touch .venv/installed $@
