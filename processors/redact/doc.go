// SPDX-License-Identifier: Apache-2.0

// Package redact is a collector processor that replaces personal data and secrets in telemetry. It
// looks into every text that a trace, log, metric or profile carries: names, messages, attributes at
// any depth with their keys, and bytes that are text. What it finds and how is in internal/scan; this
// package walks the data, and counts.
package redact

//go:generate mdatagen metadata.yaml
