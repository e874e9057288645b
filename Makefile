# Everything runs in .venv, which the first target makes. Nothing but Python 3.11+ and make is needed.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared
RUN := .venv/run

.PHONY: demo test ci-check score bench fmt clean

demo: .venv/installed
	$(BIN)/peelcheck check seeds --exit-zero

test: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/peelcheck rules test
	$(BIN)/python -m pytest

# What a repository of findings runs: the workflow, the action and the hooks, installed from this checkout. Needs the network.
ci-check: .venv/dev
	$(BIN)/python -m pytest -m installs tests/ci

# Measures extraction and packs against hand annotation, where it is at hand, and against the coding in seeds/; keeps the tables.
score: .venv/installed
	@if [ ! -d $(SHARED)/gold ]; then echo "score: skipped, there is no $(SHARED)/gold"; exit 0; fi; \
	set -e; mkdir -p $(RUN); \
	$(BIN)/peelcheck extract $(SHARED)/seeds -o $(RUN)/findings.jsonl; \
	$(BIN)/peelcheck observe $(RUN)/findings.jsonl -o $(RUN)/observations.jsonl; \
	$(BIN)/peelcheck rules list --themes > $(RUN)/themes.txt; \
	$(BIN)/peelcheck rules score seeds $(SHARED)/seeds --markdown $(RUN)/agreement.md; \
	$(BIN)/python $(SHARED)/gold/score.py --documents $(SHARED)/seeds --gold $(SHARED)/gold/gold.jsonl \
	  --findings $(RUN)/findings.jsonl --observations $(RUN)/observations.jsonl --themes $(RUN)/themes.txt \
	  --misses $(or $(MISSES),0) > $(RUN)/gold.txt; \
	cat $(RUN)/gold.txt; \
	{ cat $(RUN)/agreement.md; printf '\n## Against the open annotation of three documents\n\n```\n'; \
	  grep -v '^missed\|^trap ' $(RUN)/gold.txt; printf '```\n'; } > reports/agreement.md.new; \
	mv reports/agreement.md.new reports/agreement.md

# Speed as ratios in one run; DOCUMENTS=... names other documents than the fictional reports.
bench: .venv/dev
	$(BIN)/python tests/bench/bench.py $(DOCUMENTS)

fmt: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/installed: pyproject.toml
	@test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv
