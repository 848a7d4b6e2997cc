# Faultline: `make help` lists the targets. They need Go, make, bash and git; where one needs more, it says so.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VERSION := $(shell sed -n 's/^  version: *//p' builder-config.yaml)
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)

TOOLS := $(CURDIR)/.tools
SERVERS := $(CURDIR)/.servers
OCB_VERSION := v0.161.0
GOLANGCI_VERSION := v2.15.0

# Packages of the root module; cmd/otelcol-* are modules of their own.
PACKAGES := ./...
GENERATED := cmd/otelcol-faultline cmd/otelcol-faultline-contrib

##@ Run

DURATION ?=
RATE ?= 50

.PHONY: run
run: build build-demo ## Start the collector, the example services and load; DURATION=60s stops by itself
	@bin/faultline run --rate $(RATE) $(if $(DURATION),--duration $(DURATION))

##@ Build

.PHONY: build
build: ## Build bin/otelcol-faultline
	@$(call build-collector,otelcol-faultline,builder-config.yaml,5 to 7 minutes)

.PHONY: build-contrib
build-contrib: ## Build bin/otelcol-faultline-contrib, with every upstream component that builds with this core
	@$(call build-collector,otelcol-faultline-contrib,builder-config-contrib.yaml,about 13 minutes)

# ocb's main.go carries the version of the manifest. The overlay adds the commit to it, so that the
# generated file stays as ocb wrote it. $(1) name, $(2) manifest, $(3) time of a first build.
define build-collector
if [ ! -e bin/$(1) ]; then \
	echo "Building bin/$(1): the first build fetches the modules and compiles them ($(3) on two cores);"; \
	echo "later builds take seconds to a minute."; \
fi; \
mkdir -p bin .build/$(1); \
sed 's/\(Version: *"\)$(VERSION)"/\1$(VERSION)+$(COMMIT)"/' cmd/$(1)/main.go > .build/$(1)/main.go; \
echo '{"Replace": {"$(CURDIR)/cmd/$(1)/main.go": "$(CURDIR)/.build/$(1)/main.go"}}' > .build/$(1)/overlay.json; \
tags=$$(sed -n 's/^  build_tags: *//p' $(2)); \
cd cmd/$(1) && CGO_ENABLED=0 go build -trimpath -buildvcs=false -tags "$$tags" -ldflags "-s -w" \
	-overlay $(CURDIR)/.build/$(1)/overlay.json -o $(CURDIR)/bin/$(1) .
endef

# Tests compare the default flavour with this one: the same upstream components without ours.
.PHONY: build-reference
build-reference: .build/reference.yaml ## Build bin/otelcol-reference, of upstream components alone, with which tests compare
	@cd .build/reference && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w" \
		-tags "$$(sed -n 's/^  build_tags: *//p' $(CURDIR)/$<)" -o $(CURDIR)/bin/otelcol-reference .

.build/reference.yaml: builder-config.yaml tools/reference.awk $(TOOLS)/ocb-$(OCB_VERSION)
	@mkdir -p .build
	@awk -f tools/reference.awk builder-config.yaml > $@.new
	$(TOOLS)/ocb-$(OCB_VERSION) --skip-compilation --config $@.new
	@mv $@.new $@

.PHONY: build-demo
build-demo: ## Build the example services, the load generator and the faultline command
	@CGO_ENABLED=0 go build -buildvcs=false -o bin/ ./cmd/faultline ./services/...

##@ Check

.PHONY: test
test: build build-demo build-reference ## Run all tests that need no servers
	go test -timeout 60m -skip '^Test(Backends|Gateway|Walk|Panels|Compose)' $(PACKAGES)

.PHONY: e2e
e2e: build build-demo servers ## Test configs/gateway.yaml against the real Prometheus, Loki and Jaeger
	go test -count=1 -timeout 40m -v -run '^TestBackends' ./e2e

# How many spans are sent; the whole test takes 100000.
GATEWAY_SPANS ?= 100000

.PHONY: e2e-gateway
e2e-gateway: build build-demo servers ## Test configs/gateway.yaml under a full sampler, SIGKILL, a restart and with two gateways
	GATEWAY_SPANS=$(GATEWAY_SPANS) go test -count=1 -timeout 40m -v -run '^TestGateway' ./e2e

.PHONY: test-deploy
test-deploy: build ## Test deploy/: Kubernetes manifests, systemd units, the image, Kafka between agent and gateway
	cd deploy/check && go test -count=1 -timeout 20m ./...

.PHONY: compose-test
compose-test: build build-demo servers $(TOOLS)/docker-compose ## Test docker-compose.yml on a separate Docker engine (needs root and Debian's docker.io and docker-compose)
	@mkdir -p .build
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w" -o .build/healthcheck ./cmd/healthcheck
	go test -c -o .build/e2e.test ./e2e
	@cd e2e && ./docker-engine.sh ../.build/e2e.test -test.timeout 40m -test.v -test.run '^TestCompose'

.PHONY: walk
walk: build build-demo servers ## Run docs/debugging-walk.md, from the alert to the line of code, against the real servers (needs curl and jq)
	go test -count=1 -timeout 40m -v -run '^TestWalk$$' ./e2e

.PHONY: check-panels
check-panels: build build-demo servers ## Run each query in deploy/grafana, deploy/prometheus and docs/quick-reference.md on the real servers
	go test -count=1 -timeout 40m -v -run '^TestPanels$$' ./e2e

.PHONY: check-rules
check-rules: $(SERVERS)/promtool ## Check and test the alerts of deploy/prometheus with promtool
	$(SERVERS)/promtool check rules deploy/prometheus/*.rules.yaml
	$(SERVERS)/promtool test rules deploy/prometheus/tests/*.yaml

.PHONY: test-race
test-race: ## Run the tests of the packages with the race detector (needs a C compiler)
	go test -race -timeout 60m $$(go list $(PACKAGES) | grep -v /e2e)

# Numbers of each kind, and configurations.
BULK ?= 1000000
MUTATIONS ?= 100000

.PHONY: test-bulk
test-bulk: ## Test with a million generated identifiers and numbers of each kind, and with faulty configurations
	REDACT_BULK=$(BULK) go test -timeout 60m -run 'TestIdentifiersStay|AreFound$$' ./processors/redact/internal/scan
	CONFIG_MUTATIONS=$(MUTATIONS) go test -timeout 60m -run TestMutated ./components/configconverter

# All the time goes into new inputs and next to none into shortening them. configconverter/internal/check is left out,
# because with it all of upstream would be instrumented; it has TestMutated instead.
FUZZTIME ?= 10s

.PHONY: fuzz
fuzz: ## Run each fuzz target for FUZZTIME
	@for pkg in $$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' $(PACKAGES) | grep -v configconverter/internal/check); do \
		for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$pkg; \
		done; \
	done

.PHONY: bench
bench: ## Run the benchmarks that the READMEs quote
	go test -run '^$$' -bench . -benchmem ./processors/... ./components/...

.PHONY: bench-redact
bench-redact: ## Compare the cost of redact with upstream's redaction; fails if the lead shrinks
	cd bench && go run ./redact --want-logs 60 --want-spans 40

.PHONY: bench-errorlocation
bench-errorlocation: ## Measure error_location and compare it with upstream's awsxray exporter; fails past the goals
	cd bench && go run ./errorlocation

.PHONY: bench-gateway
bench-gateway: build ## Measure the CPU of gateway and agent, and the figures in docs/sizing.md; fails past the goals
	cd bench && go run ./gateway --want-ratio 1.35 --want-agent-cpu 0.30 --want-agent-mib 160

.PHONY: lint
lint: $(TOOLS)/golangci-lint ## Run go vet and golangci-lint
	go vet $(PACKAGES)
	$(TOOLS)/golangci-lint run $(PACKAGES)

.PHONY: fmt
fmt: $(TOOLS)/golangci-lint ## Format the Go code
	$(TOOLS)/golangci-lint fmt

.PHONY: check-fmt
check-fmt: $(TOOLS)/golangci-lint ## Fail if code is not formatted
	$(TOOLS)/golangci-lint fmt --diff

##@ Generate

.PHONY: generate
generate: $(TOOLS)/ocb-$(OCB_VERSION) $(TOOLS)/mdatagen ## Write everything that is generated: cmd/otelcol-*, the lists in docs/drop-in.md, metadata, dashboards
	PATH="$(TOOLS):$$PATH" go generate $(PACKAGES)
	go test ./e2e/dropin -run '^TestDoc$$' -update
	$(TOOLS)/ocb-$(OCB_VERSION) --skip-compilation --config builder-config.yaml
	$(TOOLS)/ocb-$(OCB_VERSION) --skip-compilation --config builder-config-contrib.yaml

# The program that writes the table takes the place of main.go in the contrib flavour, which has all components.
.PHONY: keys
keys: ## Write the table of the keys of all components, after versions in the manifests changed (builds the contrib flavour)
	@mkdir -p .build
	@echo '{"Replace": {"$(CURDIR)/cmd/otelcol-faultline-contrib/main.go": "$(CURDIR)/tools/confkeys/main.go"}}' > .build/keys.json
	cd cmd/otelcol-faultline-contrib && CGO_ENABLED=0 go build -trimpath -buildvcs=false -tags confkeys,grpcnotrace \
		-overlay $(CURDIR)/.build/keys.json -o $(CURDIR)/.build/confkeys .
	.build/confkeys > components/configconverter/internal/explain/keys.json

.PHONY: check-generate
check-generate: generate ## Fail if `make generate` changes a committed file
	@changes=$$(git status --porcelain -- '*generated*' '*/internal/metadata*' '*documentation.md' '*.schema.yaml' '*README.md' docs/drop-in.md deploy/grafana/dashboards $(GENERATED)); \
	if [ -n "$$changes" ]; then \
		echo "$$changes"; \
		echo "generated files differ from what is committed: run 'make generate' and commit the result"; \
		exit 1; \
	fi

##@ Servers (in .servers/)

.PHONY: servers
servers: $(SERVERS)/prometheus $(SERVERS)/loki $(SERVERS)/jaeger ## Build the servers that the tests run, in the versions of tools/servers

# Of Prometheus' service discovery, only that by file and by fixed targets is needed.
$(SERVERS)/prometheus: TAGS := remove_all_sd

$(SERVERS)/promtool: tools/servers/prometheus/go.mod tools/servers/prometheus/go.sum
	@mkdir -p $(SERVERS)
	cd tools/servers/prometheus && CGO_ENABLED=0 go build -trimpath -buildvcs=false -tags remove_all_sd -ldflags "-s -w" -o $@ \
		github.com/prometheus/prometheus/cmd/promtool

# Each is a module of its own, whose tool line names the program.
$(SERVERS)/%: tools/servers/%/go.mod tools/servers/%/go.sum
	@echo "Building .servers/$*: the first time, this takes 3 to 7 minutes on two cores"
	@mkdir -p $(SERVERS)
	cd tools/servers/$* && CGO_ENABLED=0 go build -trimpath -buildvcs=false -tags "$(TAGS)" -ldflags "-s -w" -o $@ \
		$$(sed -n 's/^tool //p' go.mod)

##@ Tools (in .tools/)

.PHONY: tools
tools: $(TOOLS)/golangci-lint $(TOOLS)/ocb-$(OCB_VERSION) $(TOOLS)/mdatagen ## Build the tools that lint and generate

$(TOOLS)/ocb-$(OCB_VERSION):
	GOBIN=$(TOOLS) go install go.opentelemetry.io/collector/cmd/builder@$(OCB_VERSION)
	mv $(TOOLS)/builder $@

$(TOOLS)/mdatagen: tools/go.mod tools/go.sum
	cd tools && go build -o $@ go.opentelemetry.io/collector/cmd/mdatagen

# Compose 2. Its predecessor 1.29 is Debian's package docker-compose.
$(TOOLS)/docker-compose: tools/compose/go.mod tools/compose/go.sum
	@echo "Building .tools/docker-compose: the first time, this takes 2 to 3 minutes on two cores"
	cd tools/compose && CGO_ENABLED=0 go build -trimpath -buildvcs=false \
		-ldflags "-s -w -X github.com/docker/compose/v2/internal.Version=$$(sed -n 's|^require github.com/docker/compose/v2 ||p' go.mod)" \
		-o $@ github.com/docker/compose/v2/cmd

$(TOOLS)/golangci-lint: Makefile
	GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	@touch $@

##@ Other

.PHONY: clean
clean: ## Remove what was built and the data of past runs
	rm -rf bin data run .build

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  %-19s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
