// SPDX-License-Identifier: Apache-2.0

//go:generate mdatagen metadata.yaml

// Package linger is a processor that changes nothing. A collector stops its parts in the order in
// which data flows: first the receivers, last the exporters. While this processor takes its time to
// stop, nothing new comes in and all behind it still runs: connectors flush what they counted, and
// Prometheus scrapes it. Without it, what was counted since the last scrape is lost.
package linger
