// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

// sender sends spans and log records that can be told apart, so that what arrives can be counted. Its
// spans are failed requests, which the sampler keeps, each a trace of its own.
type sender struct {
	url     string // of the collector's OTLP/HTTP listener
	service string
	padding string // makes log lines longer

	spans, logs int // what the collector has acknowledged
}

// sendSpans sends n spans in one request.
func (s *sender) sendSpans(ctx context.Context, n int) error {
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", s.service)
	scope := resource.ScopeSpans().AppendEmpty()
	now := time.Now()
	for i := range n {
		span := scope.Spans().AppendEmpty()
		var id pcommon.TraceID
		binary.BigEndian.PutUint64(id[:8], uint64(now.UnixNano()))
		binary.BigEndian.PutUint64(id[8:], uint64(s.spans+i+1))
		span.SetTraceID(id)
		span.SetSpanID(pcommon.SpanID(id[8:]))
		span.SetName("POST /orders")
		span.SetKind(ptrace.SpanKindServer)
		span.SetStartTimestamp(pcommon.NewTimestampFromTime(now))
		span.SetEndTimestamp(pcommon.NewTimestampFromTime(now.Add(time.Millisecond)))
		span.Status().SetCode(ptrace.StatusCodeError)
		span.Attributes().PutStr("http.request.method", "POST")
		span.Attributes().PutStr("http.route", "/orders")
		span.Attributes().PutInt("http.response.status_code", 500)
	}
	body, err := ptraceotlp.NewExportRequestFromTraces(traces).MarshalProto()
	if err != nil {
		return err
	}
	if err := post(ctx, s.url+"/v1/traces", body); err != nil {
		return err
	}
	s.spans += n
	return nil
}

// sendLogs sends n log records in one request.
func (s *sender) sendLogs(ctx context.Context, n int) error {
	logs := plog.NewLogs()
	resource := logs.ResourceLogs().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", s.service)
	resource.Resource().Attributes().PutStr("deployment.environment", "test")
	scope := resource.ScopeLogs().AppendEmpty()
	now := time.Now()
	for i := range n {
		record := scope.LogRecords().AppendEmpty()
		record.SetTimestamp(pcommon.NewTimestampFromTime(now.Add(time.Duration(i))))
		record.SetSeverityNumber(plog.SeverityNumberError)
		record.SetSeverityText("ERROR")
		record.SetTraceID(pcommon.TraceID{15: 1})
		record.SetSpanID(pcommon.SpanID{7: 1})
		record.Body().SetStr(fmt.Sprintf("record number=%d%s", s.logs+i, s.padding))
		record.Attributes().PutStr("event", "test")
	}
	body, err := plogotlp.NewExportRequestFromLogs(logs).MarshalProto()
	if err != nil {
		return err
	}
	if err := post(ctx, s.url+"/v1/logs", body); err != nil {
		return err
	}
	s.logs += n
	return nil
}

// steady sends a batch of both each tenth of a second, and calls at before the batch of that number.
func (s *sender) steady(t *testing.T, batches, size, at int, event func()) {
	t.Helper()
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for i := range batches {
		if i == at {
			event()
		}
		require.NoError(t, s.sendSpans(t.Context(), size))
		require.NoError(t, s.sendLogs(t.Context(), size))
		<-ticker.C
	}
}

// errRefused is an answer by which the collector takes nothing over.
var errRefused = errors.New("refused")

func post(ctx context.Context, url string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-protobuf")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: %s: %s", errRefused, resp.Status, strings.ToValidUTF8(string(text), "?"))
	}
	return nil
}

// arrived returns an error while Jaeger has not all spans, each once.
func (b *backends) spansArrived(s *sender) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		traces, err := b.traces(ctx, s.service, 100000, nil)
		if err != nil {
			return err
		}
		ids := map[string]bool{}
		for _, trace := range traces {
			for _, span := range trace.Spans {
				ids[trace.TraceID+span.SpanID] = true
			}
		}
		return wanted("spans of "+s.service+" in Jaeger", s.spans, len(ids))
	}
}

// logsArrived returns an error while Loki has not all records, each once.
func (b *backends) logsArrived(s *sender) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		counts, err := b.countLogs(ctx, fmt.Sprintf(`sum(count_over_time({service=%q}[1h]))`, s.service))
		if err != nil {
			return err
		}
		found := 0.0
		if len(counts) > 0 {
			found = counts[0].value
		}
		return wanted("log records of "+s.service+" in Loki", float64(s.logs), found)
	}
}

// requestsArrived returns an error while Prometheus has not counted all spans as requests.
func (b *backends) requestsArrived(s *sender) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		found, err := b.sum(ctx, fmt.Sprintf(`sum(http_requests_total{service=%q})`, s.service))
		if err != nil {
			return err
		}
		return wanted("requests of "+s.service+" in Prometheus", float64(s.spans), found)
	}
}
