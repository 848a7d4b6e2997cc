// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// sample is one series of an answer: its labels and, of a vector, its value.
type sample struct {
	labels map[string]string
	value  float64
}

// entry is a log line with its labels, structured metadata and parsed fields among them.
type entry struct {
	labels map[string]string
	line   string
	time   int64 // nanoseconds
}

type jaegerTrace struct {
	TraceID   string                                  `json:"traceID"`
	Spans     []jaegerSpan                            `json:"spans"`
	Processes map[string]struct{ ServiceName string } `json:"processes"`
}

type jaegerSpan struct {
	SpanID        string      `json:"spanID"`
	OperationName string      `json:"operationName"`
	ProcessID     string      `json:"processID"`
	Tags          []jaegerTag `json:"tags"`
	References    []struct{ SpanID string }
	Logs          []struct{ Fields []jaegerTag }
}

type jaegerTag struct {
	Key   string `json:"key"`
	Value any    `json:"value"`
}

func tag(tags []jaegerTag, key string) string {
	for _, t := range tags {
		if t.Key == key {
			if number, ok := t.Value.(float64); ok {
				return strconv.FormatFloat(number, 'f', -1, 64)
			}
			return fmt.Sprint(t.Value)
		}
	}
	return ""
}

// ask returns the body of an answer of 200.
func ask(ctx context.Context, base string, query url.Values) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"?"+query.Encode(), http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s: %s", base, resp.Status, body)
	}
	return body, nil
}

func askJSON(ctx context.Context, base string, query url.Values, into any) error {
	body, err := ask(ctx, base, query)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

type vector struct {
	Data struct {
		ResultType string
		Result     []struct {
			Metric map[string]string
			Stream map[string]string
			Value  [2]any
			Values [][2]string
		}
	}
}

func (v vector) samples() ([]sample, error) {
	var samples []sample
	for _, r := range v.Data.Result {
		text, ok := r.Value[1].(string)
		if !ok {
			return nil, fmt.Errorf("no value in %v", r.Value)
		}
		value, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, err
		}
		samples = append(samples, sample{r.Metric, value})
	}
	return samples, nil
}

// promQL asks Prometheus for an instant vector.
func (b *backends) promQL(ctx context.Context, query string) ([]sample, error) {
	var answer vector
	if err := askJSON(ctx, "http://"+b.prometheusAddress+"/api/v1/query", url.Values{"query": {query}}, &answer); err != nil {
		return nil, err
	}
	return answer.samples()
}

// sum is the one value of a PromQL query that adds up; 0 when there are no series.
func (b *backends) sum(ctx context.Context, query string) (float64, error) {
	samples, err := b.promQL(ctx, query)
	if err != nil || len(samples) == 0 {
		return 0, err
	}
	return samples[0].value, nil
}

// counted adds up what the counters of a range counted, also before they began anew.
func (b *backends) counted(ctx context.Context, query string) (float64, error) {
	var answer struct {
		Data struct {
			Result []struct{ Values [][2]any }
		}
	}
	if err := askJSON(ctx, "http://"+b.prometheusAddress+"/api/v1/query", url.Values{"query": {query}}, &answer); err != nil {
		return 0, err
	}
	total := 0.0
	for _, series := range answer.Data.Result {
		last := 0.0
		for _, point := range series.Values {
			value, err := strconv.ParseFloat(fmt.Sprint(point[1]), 64)
			if err != nil {
				return 0, err
			}
			if value < last {
				last = 0
			}
			total += value - last
			last = value
		}
	}
	return total, nil
}

// logQL asks Loki for the lines of the last hour, at most 5000.
func (b *backends) logQL(ctx context.Context, query string) ([]entry, error) {
	return b.logQLBefore(ctx, query, time.Now().Add(time.Minute).UnixNano())
}

func (b *backends) logQLBefore(ctx context.Context, query string, end int64) ([]entry, error) {
	var answer vector
	err := askJSON(ctx, "http://"+b.lokiAddress+"/loki/api/v1/query_range", url.Values{
		"query": {query}, "limit": {"5000"},
		"start": {strconv.FormatInt(time.Now().Add(-time.Hour).UnixNano(), 10)}, "end": {strconv.FormatInt(end, 10)},
	}, &answer)
	if err != nil {
		return nil, err
	}
	if answer.Data.ResultType != "streams" {
		return nil, fmt.Errorf("%s: a %s, no lines", query, answer.Data.ResultType)
	}
	var entries []entry
	for _, stream := range answer.Data.Result {
		for _, value := range stream.Values {
			at, err := strconv.ParseInt(value[0], 10, 64)
			if err != nil {
				return nil, err
			}
			entries = append(entries, entry{stream.Stream, value[1], at})
		}
	}
	return entries, nil
}

// countLogs is the value of a LogQL metric query.
func (b *backends) countLogs(ctx context.Context, query string) ([]sample, error) {
	var answer vector
	if err := askJSON(ctx, "http://"+b.lokiAddress+"/loki/api/v1/query", url.Values{"query": {query}}, &answer); err != nil {
		return nil, err
	}
	return answer.samples()
}

// traces are those of a service that Jaeger has, newest first, at most limit.
func (b *backends) traces(ctx context.Context, service string, limit int, tags map[string]string) ([]jaegerTrace, error) {
	query := url.Values{"service": {service}, "limit": {strconv.Itoa(limit)}, "lookback": {"1h"}}
	if len(tags) > 0 {
		text, err := json.Marshal(tags)
		if err != nil {
			return nil, err
		}
		query.Set("tags", string(text))
	}
	var answer struct{ Data []jaegerTrace }
	err := askJSON(ctx, "http://"+b.jaegerQuery+"/api/traces", query, &answer)
	return answer.Data, err
}

// hasTrace reports whether Jaeger has a trace.
func (b *backends) hasTrace(ctx context.Context, id string) (bool, error) {
	_, err := ask(ctx, "http://"+b.jaegerQuery+"/api/traces/"+id, nil)
	if err != nil && strings.Contains(err.Error(), "404") {
		return false, nil
	}
	return err == nil, err
}
