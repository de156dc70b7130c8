# Each target is one line; what it does stands in tools/.
.PHONY: help setup run test check openapi bench fuzz
.DEFAULT_GOAL := help

help: ## Show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## Install what is missing for everything below
	@tools/setup.sh test

run: ## Build and serve on http://127.0.0.1:8080, with the demo on first start
	@tools/run.sh

test: ## Run every test
	@tools/test.sh

check: ## Lint, document, build the web app; all that is known without running it
	@tools/check.sh

openapi: ## Write openapi/goesting.v1.json from the code
	@tools/openapi.sh

bench: ## Measure the server beside the bare minimum, into target/bench/report.json
	@tools/bench.sh

fuzz: ## Throw changed bytes at imports and search queries, a minute each (tools/fuzz.sh SECONDS)
	@tools/fuzz.sh
