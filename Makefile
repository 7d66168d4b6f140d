# The verbs of this project. The work is in .ci/run, which runs without make.

.PHONY: help build test verify verify-deep tlc race lint fuzz differential differential-transactions mutants mutants-twopc mutants-raft mutants-rsm mutants-tla mutants-transaction bench vuln ci clean
.DEFAULT_GOAL := help

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## compile everything, examples included
	.ci/run build

test: ## run all tests
	go test ./...

verify: ## climb the ladder of evidence of each protocol, 4 minutes
	go run ./cmd/tenet verify

verify-deep: ## the same with larger bounds: hours, and 10 GB of temporary files
	go run ./cmd/tenet verify --deep

tlc: ## let TLC check every safety model too, the large ones as well, and compare: two hours, needs Java
	DEEP=1 .ci/run tlc

race: ## run the tests of what has goroutines under the race detector
	.ci/run race

lint: ## gofmt, go vet, staticcheck, golangci-lint, in pinned versions
	.ci/run lint

fuzz: ## run each fuzz target for a while (FUZZTIME=10s)
	.ci/run fuzz

differential: ## every engine against brute force and Porcupine: 200,000 histories a model, 20 minutes
	go test ./linearizability -run Differential -histories 200000 -timeout 180m -v

differential-transactions: ## the checkers of transactions and their proofs against brute force: 100,000 histories, an hour
	go test ./linearizability/transaction -run Differential -histories 20000 -timeout 180m -v
	go test ./linearizability/transaction/causal -run Differential -histories 100000 -timeout 180m -v

mutants-twopc: ## plant bugs into two-phase commit and its specification, and show which rung catches each
	go run ./cmd/tenet mutants twopc

mutants-raft: ## plant bugs into Raft and its specification, and show which rung catches each
	go run ./cmd/tenet mutants raft

mutants-rsm: ## plant bugs into the sessions of clients, and show which its tests catch
	go run ./cmd/tenet mutants rsm

mutants-tla: ## plant every bug of the TLA+ engine and show which tests catch it, 20 minutes
	go test ./mutants/tla -run TestMutants -full -timeout 90m -v

mutants-transaction: ## plant bugs into the checkers of transactions, and show who catches each
	go test ./mutants/transaction -run TestMutants -full -timeout 180m -v

mutants: ## plant every bug of the history checkers and show which tests catch it, 25 minutes
	go test ./mutants -run TestMutants -full -timeout 90m -v

bench: ## run the benchmarks of the nested modules bench, bench/raft and bench/raft36, 10 minutes
	cd bench && go test -run '^$$' -bench . -benchtime 1x -timeout 30m ./...
	bench/raft/run.sh

vuln: ## look for known vulnerabilities (needs the network)
	.ci/run vuln

ci: ## all that must pass before a change is merged
	.ci/run

clean: ## remove the installed tools and Go's cached test results
	rm -rf .tools
	go clean -testcache
