// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// Load is what the load generator did.
type Load struct {
	Requests int
	Took     time.Duration
	Failed   []string // trace ids of the requests that were answered with 500 or above
}

// ReadLoad reads the file that loadgen's flag --summary-json names.
func ReadLoad(file string) (Load, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Load{}, err
	}
	var summary struct {
		Requests int     `json:"requests"`
		Seconds  float64 `json:"duration_seconds"`
		Failed   []struct {
			TraceID string `json:"trace_id"`
		} `json:"failed"`
	}
	if err := json.Unmarshal(text, &summary); err != nil {
		return Load{}, fmt.Errorf("%s: %w", file, err)
	}
	load := Load{Requests: summary.Requests, Took: time.Duration(summary.Seconds * float64(time.Second))}
	for _, request := range summary.Failed {
		load.Failed = append(load.Failed, request.TraceID)
	}
	return load, nil
}
