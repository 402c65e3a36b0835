# The two commands: `make run` makes a dataset of the samples, `make test` runs every check.
# Needs Python 3.11 or newer with venv, make and git; everything else is installed into .venv.

# The first of these that is new enough and really starts (a version manager's shim may not).
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: run test lint types tests browser bench soak soak-batch fuzz docs site package clean

# 1 means that figures contradict each other: one of the samples does so on purpose.
run: $(VENV)/.installed
	$(BIN)/extractor run samples --output dataset || test $$? -eq 1

test: lint types tests

lint: $(VENV)/.installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.installed-test
	$(BIN)/mypy

tests: $(VENV)/.installed-test browser
	$(BIN)/python -m pytest -n $(JOBS)

# The tests of `extractor review` drive a real browser; without it they are skipped (or fail where CI requires them).
browser:
	@command -v chromium >/dev/null || test -x "$$EXTRACTOR_CHROMIUM" || \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium \
			>/dev/null; \
	else false; fi || \
	echo "No Chromium: please install Debian's package chromium, or set EXTRACTOR_CHROMIUM; its tests are skipped." >&2

bench: $(VENV)/.installed-test
	$(BIN)/python -m bench

# Many generated tables (EXTRACTOR_SOAK=10000 make soak); what fails is written to .cache/soak.
soak: $(VENV)/.installed-test
	$(BIN)/python -m tests.generator.soak $${EXTRACTOR_SOAK:-2000} --failures .cache/soak --min 0.995

# Many small documents in one batch, which is killed at random moments (EXTRACTOR_SOAK=10000 make soak-batch).
soak-batch: $(VENV)/.installed-test
	$(BIN)/python -m tests.batch.soak $${EXTRACTOR_SOAK:-400} --kills 25 --worker-kills 100

# Mutated PDFs through the whole program (EXTRACTOR_FUZZ=20000 make fuzz); what breaks is written to .cache/fuzz.
fuzz: $(VENV)/.installed-test
	$(BIN)/python -m tests.fuzz $${EXTRACTOR_FUZZ:-2000} --failures .cache/fuzz --jobs $(JOBS)

# The parts of docs/ that the program's own data say, and what the notebook shows.
docs: $(VENV)/.installed-test
	$(BIN)/python -m docs.generate
	$(BIN)/python -m docs.notebook

# The pages of docs/ as a site in site/, which needs no network. A warning is an error.
site: $(VENV)/.installed-test
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs site

# The packages in dist/.
package: $(VENV)/.installed-test
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) dataset build dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage *.egg-info

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, as python3 or with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/bin/python setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(VENV)/.installed
