# The commands of Soát. Each sets up what it needs and says what it installs.
BIN := .venv/bin
STAMPS := .cache/stamps
FRONTEND := $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null)

.PHONY: run setup test lint bench docs messages lock

run: $(STAMPS)/base $(STAMPS)/frontend  ## opens the site with the sample plan and demonstration accounts
	@exec $(BIN)/soat serve --demo

setup: $(STAMPS)/dev $(STAMPS)/browser $(STAMPS)/token  ## everything that tests and lint need

test: setup  ## every test, then the coverage floors
	@rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-branch --cov-report=
	$(BIN)/python scripts/coverage_floors.py

lint: setup  ## style, types, layers, templates, scripts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet src
	@scripts/node.sh npm --prefix frontend run --silent check

bench: setup  ## figures beside a floor measured in the same run
	$(BIN)/python -m tests.bench

messages: $(STAMPS)/dev  ## English words of the interface from the sources; compiles them and our words for Django and allauth
	@$(BIN)/python scripts/messages.py

docs: setup  ## diagrams and pictures that are made from the code
	$(BIN)/python scripts/states.py
	$(BIN)/python -m tests.pictures

lock:  ## renew the locked versions
	@for f in tools base dev node; do $(BIN)/uv pip compile --quiet requirements/$$f.in --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --upgrade --custom-compile-command "make lock" -o requirements/$$f.txt; done

$(STAMPS)/base: requirements/base.txt requirements/tools.txt pyproject.toml scripts/environment.sh
	@scripts/environment.sh base
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements/dev.txt requirements/tools.txt pyproject.toml scripts/environment.sh
	@scripts/environment.sh dev
	@mkdir -p $(STAMPS) && touch $(STAMPS)/base $@

$(STAMPS)/frontend: $(FRONTEND) scripts/frontend.sh | $(STAMPS)/base
	@scripts/frontend.sh run
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/browser: $(FRONTEND) scripts/frontend.sh | $(STAMPS)/dev
	@scripts/frontend.sh test
	@mkdir -p $(STAMPS) && touch $(STAMPS)/frontend $@

$(STAMPS)/token: scripts/token.sh
	@scripts/token.sh
	@mkdir -p $(STAMPS) && touch $@
