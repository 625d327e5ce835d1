# make run    the bot: on Discord if a token is set, else in a local browser page
# make test   everything: style, types, facts, tests
# make help   the rest
# Needs nothing but make and Python 3.11 or newer (3.81 is the oldest make that must work: macOS).

VENV ?= .venv
PY := $(VENV)/bin/python
ARGS ?=
PYTEST_ARGS ?=
SEED ?= 1
# The articles' texts, where this machine has them: quotes are then proved word for word.
FOOTNOTE_ARTICLES ?=

# A set-up is complete when its stamp exists. The stamp is written last and is named after the
# contents of the list it installed, so a broken-off set-up or a changed list is made anew.
sum = $(shell cksum < $(1) | tr -d ' ')
RUN_READY := $(VENV)/.ready-run-$(call sum,requirements/run.txt)
TEST_READY := $(VENV)/.ready-test-$(call sum,requirements/test.txt)
LOCK_READY := $(VENV)-lock/.ready-$(call sum,requirements/lock.txt)
# A Python that was upgraded or removed leaves a venv that no longer starts: force a new one.
ifneq ($(shell $(PY) -c 'print("starts")' 2>/dev/null),starts)
$(RUN_READY): FORCE
endif

PIP := -m pip install --quiet --disable-pip-version-check --require-hashes
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
CANDIDATES := $(or $(PYTHON),python3.11 python3 python3.12 python3.13 python3.14)
FIND_PYTHON = found=; for p in $(CANDIDATES); do \
	if "$$p" -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then found="$$p"; break; fi; done; \
	if [ -z "$$found" ]; then echo "Footnote needs Python 3.11 or newer, and found none" \
	"(tried: $(CANDIDATES)). Install it, or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1; fi

.PHONY: run test soak simulation benchmark check seal lint format lock setup clean help FORCE
.DEFAULT_GOAL := help

help:
	@echo "make run     start the bot; options by ARGS, e.g. make run ARGS='--port 9000'"
	@echo "make test    style, types, facts and tests; pytest options by PYTEST_ARGS"
	@echo "make benchmark  how fast it is, in one table; ARGS='--quick' for less of it"
	@echo "make soak    the long tests: 100,000 hostile options and buttons (SEED=2 for others),"
	@echo "             100 ends by signal at any moment, 2,500 servers due at once,"
	@echo "             10,000 malformed files"
	@echo "make simulation  10,000 days of servers with crashes and faults at every step of a delivery"
	@echo "             (SEED=2 for others; ARGS='--server-days 1000' for fewer)"
	@echo "make check   check the facts only (against the texts: FOOTNOTE_ARTICLES=folder)"
	@echo "make seal    prove the quotes against the texts and seal them: FOOTNOTE_ARTICLES=folder"
	@echo "make lint    style and types only         make format  put the style right"
	@echo "make setup   only set up $(VENV)            make clean   remove it and all caches"
	@echo "make lock    compile requirements/*.in (UPGRADE=1 for the newest versions)"

run: $(RUN_READY)
	@$(PY) -m bot run $(ARGS)

test: lint check
	$(PY) -m pytest $(PYTEST_ARGS)

soak: $(TEST_READY)
	FOOTNOTE_FULL=1 FOOTNOTE_SEED=$(SEED) $(PY) -m pytest -s -o faulthandler_timeout=0 \
	  tests/loopback/test_fuzz.py tests/loopback/test_ending.py \
	  tests/loopback/test_anniversaries.py tests/publish/test_malformed.py $(PYTEST_ARGS)

simulation: $(TEST_READY)
	@$(PY) -m tests.anniversaries.simulation --seed $(SEED) $(ARGS)

check: $(TEST_READY)
	$(PY) -m bot check $(if $(FOOTNOTE_ARTICLES),--articles "$(FOOTNOTE_ARTICLES)")

seal: $(TEST_READY)
	$(PY) -m bot seal $(if $(FOOTNOTE_ARTICLES),--articles "$(FOOTNOTE_ARTICLES)")

benchmark: $(TEST_READY)
	@$(PY) -m tests.benchmarks $(ARGS)

lint: $(TEST_READY)
	$(PY) -m ruff check bot tests
	$(PY) -m ruff format --check bot tests
	$(PY) -m mypy

format: $(TEST_READY)
	$(PY) -m ruff check --fix-only bot tests
	$(PY) -m ruff format bot tests

setup: $(TEST_READY)

$(RUN_READY):
	@echo "Setting up $(VENV) (once; a minute or so)"
	@rm -rf "$(VENV)"
	@$(FIND_PYTHON); "$$found" -m venv "$(VENV)"
	@$(PY) $(PIP) -r requirements/run.txt
	@touch "$@"

# test.txt holds all of run.txt at the same versions, so this only adds to a running bot's venv.
$(TEST_READY): $(RUN_READY)
	@echo "Adding the tools for testing to $(VENV)"
	@$(PY) $(PIP) -r requirements/test.txt
	@touch "$@"

$(LOCK_READY):
	@rm -rf "$(VENV)-lock"
	@$(FIND_PYTHON); "$$found" -m venv "$(VENV)-lock"
	@"$(VENV)-lock/bin/python" $(PIP) -r requirements/lock.txt
	@touch "$@"

# One list for Linux and macOS and every Python from 3.11 on, without addresses or local paths.
LOCK = "$(VENV)-lock/bin/uv" pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header $(if $(UPGRADE),--upgrade)
lock: $(LOCK_READY)
	$(LOCK) -o requirements/run.txt requirements/run.in
	$(LOCK) -c requirements/run.txt -o requirements/test.txt requirements/test.in
	$(LOCK) -o requirements/lock.txt requirements/lock.in

clean:
	rm -rf "$(VENV)" "$(VENV)-lock" .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +
