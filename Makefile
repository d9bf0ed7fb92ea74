# One command each; `make help` lists them. Needs Python ≥ 3.11; everything else is fetched, pinned by hash.

# The Lambdas' own Python where the machine has it: the environment is made of it, and the whole suite runs on it.
PYTHON ?= $(or $(shell python3 infra/interpreter.py 3.13 2>/dev/null),python3)
PYTHON := $(PYTHON)
BIN := .venv/bin
STAGE ?= dev
DOMAIN ?=
BOOTSTRAP ?= yes
DEMO ?= shop
KEEP ?=
STOREWRIGHT_PORT ?= 4566
SEEDS ?= 0-4999
WORKERS ?= 2
SEED ?= 1
COUNT ?= 15
AREA ?=
UPGRADE ?=
CLIENTS := tests/journeys/clients
FETCHED := .venv/.made .local/cloud-venv/.made node_modules/.made web/node_modules/.made

# What is older would end in a wall of pip's errors.
IS_PYTHON := $(shell $(PYTHON) -c 'import sys; print("yes" if sys.version_info >= (3, 11) else "")' 2>/dev/null)
define need_python
@if [ -z "$(IS_PYTHON)" ]; then echo "Storewright needs Python 3.11 or newer, and \`$(PYTHON)\` is \
$$($(PYTHON) --version 2>&1 | head -n 1). Name another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; fi
endef

# Node is for the CDK. Where the machine's own is missing or older than 22, one comes from a Python package.
HAS_NODE := $(shell node -e 'process.exit(+(parseInt(process.versions.node) < 22))' 2>/dev/null && echo yes)
NODE := $(if $(HAS_NODE),,.local/node-venv/.made)
export PATH := $(CURDIR)/.local/node-venv/bin:$(PATH)
# Compiled once and kept, whatever the shell says: hundreds of short processes would compile it all again.
export PYTHONDONTWRITEBYTECODE :=
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 1

.DEFAULT_GOAL := help
.PHONY: help install run staff-code test quick check unit journeys simulation simulate mutants bench cold \
	contention replay generate letters sbom synth deploy diff destroy lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 14

install: $(FETCHED) $(CLIENTS)/node_modules/.made ## fetch everything; the other targets do it when needed

run: ## the whole shop on this machine until Ctrl-C (DEMO=none for an empty one, KEEP=1 to find it again, STOREWRIGHT_PORT=4566)
	$(need_python)
	@$(PYTHON) -m local.wishes --port '$(STOREWRIGHT_PORT)' --demo '$(DEMO)' --keep '$(KEEP)'
	@$(MAKE) --no-print-directory $(FETCHED)
	@$(BIN)/python -m local.run --port '$(STOREWRIGHT_PORT)' --demo '$(DEMO)' --keep '$(KEEP)'

staff-code: .venv/.made ## what the authenticator of the demo shop's owner shows now, for the dashboard
	@$(BIN)/python -m local.desk

test: install ## everything that must hold; at the end where the time went, and the slowest tests
	@$(BIN)/python -m checks.suite

quick: $(FETCHED) ## between two edits: check, and the tests of what changed since main, nearest first
	@$(BIN)/python -m checks.suite --quick

check: .venv/.made web/node_modules/.made ## style, types, import rules, our own rules, secrets, generated files up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ast-grep scan --config checks/sgconfig.yml functions shared events
	$(BIN)/bandit --quiet --recursive --configfile checks/bandit.yml functions shared events infra local bench checks
	$(BIN)/python -m checks.find_secrets
	$(BIN)/python -m local.generate --check
	npm run --silent --prefix web check
	$(BIN)/python -m infra.letters --check
	STOREWRIGHT_SHOP=tests/infra/shop.toml $(BIN)/python -m checks.templates

unit: $(FETCHED) ## all tests but those of a deployed shop
	$(BIN)/pytest -p checks.dearest -n auto --dist loadfile --no-loadscope-reorder --ignore tests/journeys --ignore tests/operate

journeys: install ## the shop deployed on this machine: the operators' commands, then the journeys, over HTTP only
	$(BIN)/pytest tests/operate tests/journeys

simulation: $(FETCHED) ## the simulated shop: up to 130 worlds with faults at every call, by a budget, then bugs planted into the code
	$(BIN)/python -m tests.simulation --level test --least-coverage 0.75 --workers $(WORKERS)
	$(BIN)/python -m tests.simulation.planted --workers $(WORKERS) --seconds 150

simulate: $(FETCHED) ## the simulated shop by the thousand; the same line again goes on (SEEDS=0-4999 WORKERS=2)
	$(BIN)/python -m tests.simulation --seeds $(SEEDS) --workers $(WORKERS) --resume --report tests/simulation/REPORT.json
	$(BIN)/python -m tests.simulation.differential --operations 200000

mutants: $(FETCHED) ## small bugs made by machine, each tried against the tests; goes on where it stopped (SEED=1 COUNT=15 AREA=functions/payments)
	$(BIN)/python -m checks.mutants --seed $(SEED) --count $(COUNT) $(if $(AREA),--area $(AREA))

bench: $(FETCHED) cold ## what everything costs, into bench/README.md's pages
	$(BIN)/python -m bench.costs --write
	$(BIN)/python -m bench.contention_curve --write

cold: $(FETCHED) ## what a cold start of each Lambda costs, beside a bare handler (BEFORE=an older checkout)
	$(BIN)/python -m bench.cold_start --write $(if $(BEFORE),--before $(BEFORE))

contention: $(FETCHED) ## 300 buyers for 100 units, then 1 to 64 clients; prints what stands in bench/CONTENTION.md
	$(BIN)/python -m bench.contention

replay: ## real trade through the running shop, its report beside the file's (FILE=trade.csv.gz ORDERS=500)
	$(need_python)
	@$(PYTHON) -m local.replay.trade_file '$(FILE)'
	@$(MAKE) --no-print-directory $(FETCHED)
	@$(BIN)/python -m local.replay '$(FILE)' $(if $(ORDERS),--orders '$(ORDERS)')

generate: .venv/.made web/node_modules/.made ## write anew what is generated from the code: OpenAPI, diagrams
	$(BIN)/python -m local.generate

letters: .venv/.made ## every letter in every language, as the shop would send it, in .local/letters (STAGE=dev)
	$(BIN)/python -m infra.letters --stage $(STAGE)

sbom: .venv/.made ## what each Lambda ships, as CycloneDX, in .local/sbom
	$(BIN)/python -m checks.sbom

synth: $(FETCHED) ## the templates of a stage, in .local/cdk.out (STAGE=dev)
	npx cdk synth --quiet --context stage=$(STAGE) --output .local/cdk.out/$(STAGE)

CDK_ON = npx cdk $(1) --context stage=$(STAGE) --output .local/cdk.out/$(STAGE)
STACKS = $$($(BIN)/python -m infra.stacks $(1) --stage '$(STAGE)' --domain '$(DOMAIN)')

deploy: $(FETCHED) ## into the AWS account of your credentials, by shop.toml (STAGE=dev; DOMAIN=orders for one domain alone)
	@stacks="$(call STACKS,deploy)" && set -x && $(if $(DOMAIN),,$(if $(BOOTSTRAP),$(call CDK_ON,bootstrap) &&)) \
	$(call CDK_ON,deploy) --concurrency 4 $(if $(DOMAIN),--exclusively) $$stacks

diff: $(FETCHED) ## what a deployment would change (STAGE=dev; DOMAIN=orders)
	@stacks="$(call STACKS,diff)" && set -x && $(call CDK_ON,diff) --exclusively $$stacks

destroy: $(FETCHED) ## out of the account again; prod keeps what it remembers, and its address (STAGE=dev; DOMAIN=orders)
	@stacks="$(call STACKS,destroy)" && set -x && $(call CDK_ON,destroy) --exclusively $$stacks

LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(if $(filter no,$(UPGRADE)),,--upgrade)
SHIPPED = $(shell sed -n 's/^\(runtime[a-z-]*\) = .*/\1/p' pyproject.toml)
lock: .venv/.made ## newer versions of everything, within what pyproject.toml allows (UPGRADE=no for only what is missing)
	$(LOCK) --group dev -o requirements/dev.txt
	for group in $(SHIPPED); do $(LOCK) --group $$group -c requirements/dev.txt -o requirements/$$group.txt || exit; done
	for group in local bench node; do $(LOCK) --group $$group -o requirements/$$group.txt || exit; done
	npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
	npm install --prefix $(CLIENTS) --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
	npm install --prefix web --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

clean: ## remove everything that was fetched or built
	rm -rf .venv .local node_modules web/node_modules $(CLIENTS)/node_modules cdk.out .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# A stamp says that what a lock file names is installed; it is made anew when the lock file changes.

.venv/.made: requirements/dev.txt
	$(need_python)
	@echo "Fetching what this is made of, by $$($(PYTHON) --version): some minutes, once."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --requirement $<
	@$(BIN)/uv pip install --quiet --offline --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

.local/cloud-venv/.made: requirements/local.txt .venv/.made
	$(BIN)/python -m venv .local/cloud-venv
	.local/cloud-venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --requirement $<
	touch $@

.local/node-venv/.made: requirements/node.txt
	$(PYTHON) -m venv .local/node-venv
	.local/node-venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --requirement $<
	touch $@

# Of the tests alone; `make run` needs none of it. No package runs anything of its own as it is fetched.
$(CLIENTS)/node_modules/.made: $(CLIENTS)/package-lock.json $(NODE)
	npm ci --prefix $(CLIENTS) --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

web/node_modules/.made: web/package-lock.json $(NODE)
	npm ci --prefix web --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

node_modules/.made: package-lock.json $(NODE)
	npm ci --no-audit --no-fund --loglevel=error
	touch $@
