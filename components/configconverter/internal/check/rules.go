// SPDX-License-Identifier: Apache-2.0

package check

import "github.com/faultline-otel/faultline/internal/finding"

// faults are the rules for what stops a start.
func faults() []Rule {
	rules := []Rule{
		{
			ID:    "does-not-compile",
			What:  "a component refuses its configuration when it is decoded, validated or created: OTTL, regular expressions, sampling policies, dimensions, resolvers",
			Why:   "the collector stops at start, in some cases although upstream's validate has passed",
			check: doesNotCompile,
		},
		{
			ID:    "extension-not-enabled",
			What:  "`auth`, `storage`, `middlewares`, `tail_storage`, `encoding` or `watch_observers` names an extension that `service::extensions` does not list",
			Why:   "an extension that is only defined is not started, and the component that refers to it fails at start",
			check: extensionNotEnabled,
		},
		{
			ID:    "wrong-extension",
			What:  "the extension named there has another purpose: it is not a storage, or cannot authenticate clients or servers",
			Why:   "this is noticed only at start",
			check: wrongExtension,
		},
		{
			ID:    "undefined-pipeline",
			What:  "`error_spans` names a pipeline that does not exist, or that does not have it among its `receivers`",
			Why:   "it cannot be connected with that pipeline",
			check: undefinedPipeline,
		},
		{
			ID:    "address-in-use",
			What:  "two components listen on the same address and port",
			Why:   "the second one cannot bind and stops the start",
			check: addressInUse,
		},
		{
			ID:    "bad-address",
			What:  "the address of a listener has no port or an impossible one",
			Why:   "it cannot be bound",
			check: badAddress,
		},
		{
			ID:    "bad-url",
			What:  "a URL of an HTTP exporter without `http://` or `https://`, a proxy that is not a URL, a path that no server can serve",
			Why:   "the collector stops at start, or all that it sends fails",
			check: badURL,
		},
		{
			ID:    "missing-file",
			What:  "a certificate, key, credential, socket or output file does not exist although its folder does, or is itself a folder",
			Why:   "it is opened at start",
			check: missingFile,
		},
		{
			ID:    "bad-tls",
			What:  "certificates, keys, versions or cipher suites that do not load",
			Why:   "they are loaded at start",
			check: badTLS,
		},
		{
			ID:    "unknown-encoding",
			What:  "a Kafka encoding that is neither built in nor an extension",
			Why:   "it is looked up at start",
			check: unknownEncoding,
		},
		{
			ID:    "one-per-process",
			What:  "a second `pprof` extension",
			Why:   "a process can have one",
			check: onePerProcess,
		},
		{
			ID:    "bad-telemetry",
			What:  "a log encoding, protocol, propagator or reader of `service::telemetry` that does not exist",
			Why:   "the collector's own telemetry is built at start",
			check: badTelemetry,
		},
	}
	return withSeverity(rules, finding.Error)
}

// advice are the rules for what starts and is unwise.
func advice() []Rule {
	rules := []Rule{
		{
			ID:    "missing-elsewhere",
			What:  "a file does not exist, and its folder does not exist either or is one that every host has, such as `/etc`",
			Why:   "it is opened at start. If validate runs on another host than the collector, this can be correct",
			check: missingElsewhere,
		},
		{
			ID:    "address-elsewhere",
			What:  "a listener has an IP address that this host does not have",
			Why:   "it cannot be bound. If validate runs on another host than the collector, this can be correct",
			check: addressElsewhere,
		},
		{
			ID:    "memory-limiter-missing",
			What:  "a pipeline with a receiver has no `memory_limiter`",
			Why:   "under load the kernel kills the collector, and everything it holds is lost. The limiter refuses data instead, and senders send it again",
			check: memoryLimiterMissing,
		},
		{
			ID:    "memory-limiter-not-first",
			What:  "`memory_limiter` comes after another processor",
			Why:   "processors before it work on data that is then refused, and may answer the sender too early",
			check: memoryLimiterNotFirst,
		},
		{
			ID:    "span-metrics-after-sampling",
			What:  "a connector counts spans after a sampler, and none of its type counts them before it",
			Why:   "rates and durations are those of the sample: errors look many times as frequent as they are",
			check: spanMetricsAfterSampling,
		},
		{
			ID:    "span-metrics-unlimited",
			What:  "`span_metrics` without `aggregation_cardinality_limit`",
			Why:   "one attribute with many values takes all memory, here and in the metrics backend",
			check: spanMetricsUnlimited,
		},
		{
			ID:    "span-metrics-never-expire",
			What:  "`span_metrics` without `metrics_expiration`",
			Why:   "series of services that are gone are kept, and sent, until the collector stops",
			check: spanMetricsNeverExpire,
		},
		{
			ID:    "redaction-missing",
			What:  "traces or logs leave this host and pass neither `redact` nor `redaction`",
			Why:   "personal data and secrets leave with them",
			check: redactionMissing,
		},
		{
			ID:    "redaction-bypassed",
			What:  "one path from a receiver to an exporter that sends to another host passes redaction, and another path does not",
			Why:   "the other path branches off before redaction, so what redaction removes leaves through it",
			check: redactionBypassed,
		},
		{
			ID:    "open-listener",
			What:  "a receiver, `pprof` or `zpages` listens on all addresses without TLS or authentication",
			Why:   "whoever reaches the host can send data or read it. Health and metrics pages are not reported, because they are meant to be read",
			check: openListener,
		},
		{
			ID:    "unreachable-listener",
			What:  "an OTLP receiver listens on loopback inside a container",
			Why:   "nothing outside of the container can reach it: the default is localhost since v0.104.0",
			check: unreachableListener,
		},
		{
			ID:    "exporter-without-queue",
			What:  "`sending_queue` is off, or `load_balancing` has none of its own",
			Why:   "a slow backend then stops the pipeline, and behind a sampler its data is dropped at once",
			check: exporterWithoutQueue,
		},
		{
			ID:    "exporter-without-retry",
			What:  "`retry_on_failure` is off, or `load_balancing` has none of its own",
			Why:   "what a backend refuses once is lost",
			check: exporterWithoutRetry,
		},
		{
			ID:    "sampling-without-balancing",
			What:  "`tail_sampling` receives spans from other hosts, and nothing sends all spans of a trace to one collector",
			Why:   "with a second collector beside this one, each sees a part of the trace and decides on its own",
			check: samplingWithoutBalancing,
		},
		{
			ID:    "sampling-without-cache",
			What:  "`tail_sampling` without `decision_cache`",
			Why:   "late spans are decided on separately, and traces that were decided on stay in memory until `num_traces` evicts them",
			check: samplingWithoutCache,
		},
		{
			ID:    "batch-before-sampling",
			What:  "`batch` comes before `tail_sampling`",
			Why:   "it collects spans that the sampler separates again, adds a delay, and answers the sender before the sampler has the spans",
			check: batchBeforeSampling,
		},
		{
			ID:    "secret-in-file",
			What:  "a password, token or key is written in the configuration file",
			Why:   "whoever reads the file, its history or a support bundle has it",
			check: secretInFile,
		},
	}
	return withSeverity(rules, finding.Warning)
}

func withSeverity(rules []Rule, severity finding.Severity) []Rule {
	for i := range rules {
		rules[i].Severity = severity
	}
	return rules
}
