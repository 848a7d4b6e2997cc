// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

// seeds adds logs of all kinds, as OTLP.
func seeds(f *testing.F) {
	f.Helper()
	logs, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs([]byte(twice))
	require.NoError(f, err)
	data, err := (&plog.ProtoMarshaler{}).MarshalLogs(logs)
	require.NoError(f, err)
	f.Add(data, uint8(0))
	for _, records := range [][]testRecord{
		{{}},
		{{body: "a", trace: true, severity: plog.SeverityNumberFatal4, text: "<x>"}, {body: []any{1, 2.5, nil, true, []byte("x")}}},
		{{
			attributes: map[string]any{"a.b": "1", "loki.attribute.labels": []any{"a.b", "c", 7}, "loki.tenant": "t", "t": "acme"},
			resource:   map[string]any{"loki.resource.labels": "service.name,_x", "service.name": "s", "_x": "\xff\x00\"", "loki.format": "logfmt"},
		}},
		{{body: strings.Repeat("ä\\", 500), attributes: map[string]any{"m": map[string]any{"n": map[string]any{"o": strings.Repeat("\x01", 300)}}}}},
		{{body: "a=b c=\"d\" =", resource: map[string]any{"loki.format": "logfmt", "loki.tenant": "none"}}, {body: "x", resource: map[string]any{"loki.format": "raw"}}},
	} {
		data, err := (&plog.ProtoMarshaler{}).MarshalLogs(logsOf(f, records...))
		require.NoError(f, err)
		f.Add(data, uint8(0))
		f.Add(data, uint8(255))
	}
}

// twice has keys twice, which OTLP forbids and pdata lets through.
const twice = `{"resourceLogs":[{"resource":{"attributes":[{"key":"b","value":{"intValue":"1"}},{"key":"a","value":{}},{"key":"b","value":{"intValue":"2"}}]},
	"scopeLogs":[{"logRecords":[{"body":{"kvlistValue":{"values":[{"key":"k","value":{"boolValue":true}},{"key":"k","value":{"doubleValue":1e300}}]}}}]}]}]}`

// stream labels as Loki parses them.
var (
	selectorPattern = regexp.MustCompile(`^\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\.)*"(?:, [a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\.)*")*\}$`)
	labelPattern    = regexp.MustCompile(`([a-zA-Z_][a-zA-Z0-9_]*)=("(?:[^"\\]|\\.)*")`)
)

// FuzzConvert checks what holds for the requests that are made of any logs: every record is in one of
// them, once, with labels and a line that Loki takes.
func FuzzConvert(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte, option uint8) {
		logs, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(data)
		if err != nil {
			return
		}
		cfg := testConfig(func(c *Config) {
			c.Limits = LimitsConfig{LineBytes: 256 + int(option), LabelValueBytes: 16 + int(option), Labels: 5, RequestBytes: 64 << 10}
			c.Cardinality.MaxValues = 1 + int(option)
			c.Labels = map[string]string{"service": "resource.service.name"}
			c.StructuredMetadata = map[string]string{"trace_id": "trace_id", "a": "attribute.a.b", "all": "attribute.*"}
			switch option % 4 {
			case 1:
				c.Line.Template = "{body} {level} {attribute.a.b} {resource.*}"
			case 2:
				c.Line.Fields = map[string]string{"body": "body", "a": "attribute.*", "text": "{body}"}
			case 3:
				c.Line.Format = formatLogfmt
			}
		})
		before, err := (&plog.ProtoMarshaler{}).MarshalLogs(logs)
		require.NoError(t, err)
		c := convertLogs(t, cfg, logs)
		all := requests(c.tenants, cfg.Limits.RequestBytes)
		after, err := (&plog.ProtoMarshaler{}).MarshalLogs(logs)
		require.NoError(t, err)
		assert.Equal(t, before, after, "the logs were changed")

		records := slices.Clone(c.invalid)
		for _, r := range all {
			records = append(records, r.records...)
			entries := 0
			for _, s := range r.streams {
				checkStream(t, s, cfg)
				entries += len(s.Entries)
			}
			assert.Len(t, r.records, entries)
			message := push.PushRequest{Streams: r.streams}
			if entries > 1 {
				assert.LessOrEqual(t, message.Size(), cfg.Limits.RequestBytes)
			}
			_, err := message.Marshal()
			require.NoError(t, err)
		}
		slices.Sort(records)
		require.Len(t, records, logs.LogRecordCount())
		for i, position := range records {
			assert.Equal(t, i, position)
		}
	})
}

func checkStream(t *testing.T, s push.Stream, cfg *Config) {
	t.Helper()
	require.Regexp(t, selectorPattern, s.Labels)
	labels := labelPattern.FindAllStringSubmatch(s.Labels, -1)
	assert.LessOrEqual(t, len(labels), cfg.Limits.Labels)
	last := ""
	for _, l := range labels {
		assert.Greater(t, l[1], last, "labels out of order or twice")
		last = l[1]
		value, err := strconv.Unquote(l[2])
		require.NoError(t, err)
		assert.LessOrEqual(t, len(value), cfg.Limits.LabelValueBytes)
		assert.Equal(t, strings.ToValidUTF8(value, ""), value)
	}
	assert.NotEmpty(t, s.Entries)
	before := time.Time{}
	for i, e := range s.Entries {
		assert.LessOrEqual(t, len(e.Line), cfg.Limits.LineBytes)
		if i > 0 {
			assert.False(t, e.Timestamp.Before(before), "entries out of order")
		}
		before = e.Timestamp
		size := 0
		for _, m := range e.StructuredMetadata {
			size += len(m.Name) + len(m.Value)
		}
		assert.LessOrEqual(t, size, maxMetadataBytes)
	}
}

// FuzzJSON checks that JSON lines are what encoding/json makes of the same records.
func FuzzJSON(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte, _ uint8) {
		logs, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(data)
		if err != nil {
			return
		}
		w := lineWriter{lineFormat: &lineFormat{format: formatJSON}}
		for index, rl := range logs.ResourceLogs().All() {
			for _, sl := range rl.ScopeLogs().All() {
				for _, log := range sl.LogRecords().All() {
					rec := record{log: log, resource: rl.Resource().Attributes(), scope: sl.Scope()}
					line, wasCut := w.jsonLine(rec, index, nil, nil)
					assert.False(t, wasCut)
					assert.True(t, json.Valid([]byte(line)), line)
					want, err := referenceLine(rec)
					if err == nil { // it cannot write all numbers
						assert.Equal(t, want, line)
					}
				}
			}
		}
	})
}

// referenceLine makes a line by encoding/json.
func referenceLine(rec record) (string, error) {
	type scope struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
	}
	line := struct {
		Body       json.RawMessage `json:"body,omitempty"`
		TraceID    string          `json:"traceid,omitempty"`
		SpanID     string          `json:"spanid,omitempty"`
		Severity   string          `json:"severity,omitempty"`
		Flags      uint32          `json:"flags,omitempty"`
		Attributes map[string]any  `json:"attributes,omitempty"`
		Resources  map[string]any  `json:"resources,omitempty"`
		Scope      *scope          `json:"instrumentation_scope,omitempty"`
	}{
		Severity: rec.log.SeverityText(), Flags: uint32(rec.log.Flags()),
		Attributes: rec.log.Attributes().AsRaw(), Resources: rec.resource.AsRaw(),
	}
	line.TraceID, _ = traceIDText(rec.log.TraceID())
	line.SpanID, _ = spanIDText(rec.log.SpanID())
	if body := rec.log.Body().AsRaw(); body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return "", err
		}
		line.Body = raw
	}
	if rec.scope.Name() != "" {
		line.Scope = &scope{rec.scope.Name(), rec.scope.Version()}
	}
	for _, hint := range []string{hintAttributeLabels, hintResourceLabels, hintTenant, hintFormat} {
		delete(line.Attributes, hint)
		delete(line.Resources, hint)
	}
	text, err := json.Marshal(line)
	return string(text), err
}
