// SPDX-License-Identifier: Apache-2.0

// Package migrate turns the configuration of the redaction processor of opentelemetry-collector-contrib
// into one of the redact processor.
package migrate
