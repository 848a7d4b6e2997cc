// SPDX-License-Identifier: Apache-2.0

// Package errorspansconnector is a collector connector between pipelines of traces that makes the spans
// with an error independent of what becomes of their traces. It hands them to pipelines of their own
// first, a queue on disk say; only when those have taken them over do the other pipelines, those that
// count and sample, get the batch. A batch that is refused has therefore been counted nowhere, and its
// sender can send it again.
package errorspansconnector

//go:generate mdatagen metadata.yaml
