# Thin names for the scripts in trellis/config/launch; `make` alone shows what there is.
PYTHON ?= python3
PORT ?= 8000
START := $(PYTHON) trellis/config/launch/start.py

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-febrl bench-planner assets requirements guide

help: ## Show these commands
	@$(START) help

run: ## Start Trellis on this machine with demo families (make run PORT=8080 for another port)
	@$(START) run --port $(PORT)

test: ## Run every check and test, as continuous integration does
	@$(START) test

check: ## Run the fast half: style, types, import contracts, rules
	@$(START) check

bench: ## Measure the pages that people use all day, at 1,000 and 100,000 journeys
	@$(START) bench

bench-febrl: ## Measure how duplicates are found in the public FEBRL sets, beside Splink
	@$(START) bench-febrl

bench-planner: ## Plan groups for 20 to 1,000 families, each plan checked (make bench-planner SHORT=1: two minutes)
	@$(START) bench-planner $(if $(SHORT),--short) $(OPTIONS)

assets: ## Build the style sheets, scripts and typeface again
	@$(START) assets

requirements: ## Compile the hashed requirements again after changing a requirements*.in
	@$(START) requirements

guide: ## Take the pictures of the guide again, with Chromium
	@$(START) guide
