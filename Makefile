# Two commands do everything: `make run` and `make test`. Both set up what they need and start quickly the second time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
OFFICE_PORT ?= 8001
# Installing packs the kiosk page, so that a change in its sources installs again. In place, pip compiles nothing.
PAGE := .ci/pack_page.py $(wildcard static/kiosk/*)
WORKSPACE ?= var
# The city's own folder, made once from what the program brings: trying things changes no tracked file.
CITY ?= $(WORKSPACE)/thanh-pho
KIOSK := $(BIN)/kiosk --config $(CITY)/config.yaml --workspace $(WORKSPACE)

.PHONY: run test check bench proof format lock wheel clean setup pdfjs

run: $(VENV)/.run | $(CITY)/config.yaml
	$(KIOSK) regenerate
	$(KIOSK) run --port $(PORT) --office-port $(OFFICE_PORT)

$(CITY)/config.yaml: | $(VENV)/.run
	mkdir -p $(WORKSPACE)
	$(BIN)/kiosk init $(CITY)

# What a server installs (docs/huong-dan-cai-dat.md): the program in one file, and what it needs with hashes.
wheel: $(VENV)/.run
	rm -rf dist
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	cp -r requirements.lock deploy dist/
	ls dist

test: $(VENV)/.dev $(VENV)/.system
# Files in the order of tests/conftest.py: by number of tests the longest stories would come last, one core idle.
# What pytest compiles is kept whatever the environment says: every worker and every later run finds it.
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

# The reader inside browsers, for tests/posters/test_pdfjs.py; without it they say so and are skipped.
pdfjs:
	npm install --no-save --no-audit --no-fund --omit=optional --silent pdfjs-dist@4.10.38

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.dev $(VENV)/.system $(VENV)/.bench
	$(BIN)/python -m tests.bench

# Kills, failing disks, crashes, damage and hostile input, for HOURS; goes on where it stopped.
HOURS ?= 3
proof: $(VENV)/.dev $(VENV)/.system
	$(BIN)/python -m tests.proof --hours $(HOURS)

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Pins every dependency with its hashes, for every platform and Python from 3.11 on. The largest set comes first: the
# smaller ones keep to its versions, so that what is tested is what an office installs.
PIN := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --group build
lock: $(VENV)/.dev
	$(PIN) --group dev --group bench -o requirements-bench.lock
	$(PIN) --group dev -c requirements-bench.lock -o requirements-dev.lock
	$(PIN) -c requirements-dev.lock -o requirements.lock

setup: $(VENV)/.dev $(VENV)/.system

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .bench .proof build dist

# Debian splits `venv` off Python: where it is missing and we may, install it; otherwise say what to do.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) 2>/dev/null || sh .ci/need python3-venv
	test -x $(BIN)/pip || { rm -rf $(VENV); $(PYTHON) -m venv $(VENV); }

$(VENV)/.run: requirements.lock pyproject.toml $(PAGE) | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q kiosk posters
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml $(PAGE) | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q kiosk posters
	touch $@ $(VENV)/.run

# Rivals for the benchmark: where they cannot be installed it says so and goes on.
$(VENV)/.bench: requirements-bench.lock | $(VENV)/.dev
	-$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-bench.lock
	touch $@

# Programs that only tests use; without them the tests concerned are skipped with a reason.
$(VENV)/.system: Makefile | $(BIN)/python
	-sh .ci/need chromium libzbar0 qpdf ghostscript poppler-utils mupdf-tools gcc libc6-dev nginx-light openssl
# Not every Debian has it: pages are looked at in chromium then, at twice the cost.
	-sh .ci/need chromium-headless-shell
	touch $@
