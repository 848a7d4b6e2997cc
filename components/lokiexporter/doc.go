// SPDX-License-Identifier: Apache-2.0

// Package lokiexporter is a collector exporter that sends logs to Loki's push API. It takes the
// configuration of the exporter of the same name that opentelemetry-collector-contrib had until
// v0.130.0, and makes the same streams and lines from the same records. What it adds are labels and
// structured metadata by configuration, lines by template, a bound on the values of a label, and the
// care that nothing is lost that Loki would take.
//
// A batch goes through convert.go (records into entries of streams, with labels.go, line.go and
// json.go), batch.go (streams into requests) and exporter.go (requests over HTTP, and what becomes of
// those that fail; response.go reads Loki's answers).
package lokiexporter

//go:generate mdatagen metadata.yaml
