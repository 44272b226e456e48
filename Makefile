# Short names for what developers do often. `make` alone lists them.
# Nobody needs this to run the archive: `python3 -m wgsm_archive serve` and `python3 -m wgsm_archive test` are enough.

PYTHON ?= python3
VENV := .venv/bin/python
# Handed on to the command behind a name: make test ARGS="tests/domain -x"; make lock ARGS=--upgrade
ARGS ?=
LOCK := pip compile setup.cfg --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --custom-compile-command "make lock" --quiet $(ARGS)

.PHONY: help serve test ready style types walls translations check check-fast bench screenshots lock build

help: ## Say what each name does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: ## Set up where needed, then serve the archive on this machine
	$(PYTHON) -m wgsm_archive serve $(ARGS)

test: ## Run all tests; with ARGS="tests/domain -x" some of them
	$(PYTHON) -m wgsm_archive test $(ARGS)

check: style types walls translations test ## Everything that must hold before a change is shared

check-fast: style types walls ## The part of "check" that takes seconds
	$(VENV) -m pytest -q tests/domain

style: ready
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .

types: ready
	$(VENV) -m mypy

walls: ready
	.venv/bin/lint-imports

translations: ready
	$(VENV) -m wgsm_archive translations check

bench: ready ## Measure speed, and print the numbers
	$(VENV) -m benchmarks $(ARGS)

screenshots: ready ## Take the pictures in README and docs again
	$(VENV) -m docs.screenshots $(ARGS)

lock: ## Compute requirements*.txt from setup.cfg again; with ARGS=--upgrade take newer releases
	$(PYTHON) -m venv --clear build/lock && build/lock/bin/python -m pip install --quiet uv
	build/lock/bin/uv $(LOCK) --output-file requirements.txt
	build/lock/bin/uv $(LOCK) --output-file requirements-test.txt --constraints requirements.txt --extra test
	$(PYTHON) -c "from wgsm_archive.bootstrap import BROWSER, ranges; print(*ranges(BROWSER), sep='\n')" > build/browser.in
	build/lock/bin/uv $(subst setup.cfg,build/browser.in,$(LOCK)) --output-file requirements-browser.txt \
		--constraints requirements-test.txt
	rm -rf build/lock build/browser.in wgsm_archive.egg-info

build: ## Build the wheel into dist/
	$(PYTHON) -m venv --clear build/wheel && build/wheel/bin/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	rm -rf build wgsm_archive.egg-info

# The same .venv that "test" makes; in no time when it is there.
ready:
	@$(PYTHON) -m wgsm_archive test --version > /dev/null
