# `make run` and `make test` are all one needs on a machine with Python 3.11-3.13 and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types unit golden docs questions site train occurrences bench grown soak lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Make .venv from the hash-checked lock

# uv comes first (hash-checked too) because it installs the lock several times as fast as pip.
$(READY): requirements.lock requirements.bootstrap.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else "twosource needs Python 3.11, 3.12 or 3.13; $(PYTHON) is %d.%d. Name another: make PYTHON=python3.12 ..." % v)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv: some 250 packages, about 2 GB on disk; two to five minutes on a usual line."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.bootstrap.lock
	@$(BIN)/uv pip install --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## Run the main job on the sample captures
	$(BIN)/twosource run samples

serve: setup ## Serve the web pages on this machine, with schedule and inbox
	$(BIN)/twosource serve

test: lint types unit ## Pass every check: ruff, mypy, import floors, tests

lint: setup ## Style and import floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: setup ## mypy, strict
	$(BIN)/mypy

unit: setup ## The tests alone
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

golden: setup ## Write the golden files of the samples anew (read the diff)
	$(BIN)/python -m tests.golden.render --write

docs: setup ## Write the generated pages of docs/ anew
	$(BIN)/python -m docs.build

questions: setup ## Ask the analysts' questions of the samples anew (read the diff)
	$(BIN)/python -m docs.analysts
	$(BIN)/python -m docs.build

site: setup ## Build the documentation as pages in site/ (a warning fails it)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

soak: setup ## The long tests: fifty kills, and the like
	$(BIN)/pytest -m slow

train: setup ## Grow the trees of cleaning anew: make train PAGES=pages.jsonl.gz
	$(BIN)/python -m twosource.cleaning.learned.train $(PAGES)

occurrences: setup ## Learn anew when two sentences are of one occurrence: make occurrences STORIES=stories.jsonl.gz
	$(BIN)/python -m benchmarks.occurrences $(STORIES)

bench: setup ## Measure what a run costs (some minutes; figures in benchmarks/README.md)
	$(BIN)/python -m benchmarks.measure
	$(BIN)/python -m benchmarks.cleaning
	$(BIN)/python -m benchmarks.loading
	$(BIN)/python -m benchmarks.whole 300 $(TEXTS)

grown: setup ## Measure runs on 1,000 to 200,000 stored articles (half an hour): make grown STORE=folder [TEXTS=texts.jsonl]
	$(BIN)/python -m benchmarks.grown $(STORE) $(TEXTS)

lock: setup ## Resolve the dependencies anew into the locks
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements.lock
	grep '^uv==' requirements.bootstrap.lock | cut -d' ' -f1 | $(BIN)/uv pip compile --quiet - --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements.bootstrap.lock

clean: ## Remove .venv and everything built (data/ stays)
	rm -rf .venv dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis
