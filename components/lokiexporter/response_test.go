// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestRejections checks what is read from the messages of Loki 3.
func TestRejections(t *testing.T) {
	const stream = `{exporter="OTLP", service_name="cart"}`
	for name, test := range map[string]struct {
		answer string
		want   []rejection
	}{
		"one line": {
			"max entry size '262144' bytes exceeded for stream '" + stream + "' while adding an entry with length '300000' bytes",
			[]rejection{{"line_too_long", 1}},
		},
		"lines alike": {
			"3 errors like: entry for stream '" + stream + "' has timestamp too old: 2026-01-01T00:00:00Z, oldest acceptable timestamp is: 2026-11-16T00:00:00Z",
			[]rejection{{"greater_than_max_sample_age", 3}},
		},
		"several": {
			"1 errors like: error at least one label pair is required per stream; 10 errors like: max entry size '1' bytes exceeded for stream '{a=\"; 5 errors like: \"}' while adding an entry with length '10' bytes; 2 errors like: entry for stream '" + stream + "' has timestamp too new: 2030-01-01T00:00:00Z",
			[]rejection{{"missing_labels", 1}, {"line_too_long", 10}, {"too_far_in_future", 2}},
		},
		"the same reason twice": {
			"2 errors like: stream '{a=\"x\"}' has structured metadata too large: '70000' bytes, limit: '65536' bytes. Please see `limits_config.max_structured_metadata_size`; 3 errors like: stream '{a=\"x\"}' has structured metadata too large: '70001' bytes, limit: '65536' bytes",
			[]rejection{{"structured_metadata_too_large", 5}},
		},
		"an ingester": {
			"entry with timestamp 2026-11-23 01:00:00 +0000 UTC ignored, reason: 'entry too far behind, entry timestamp is: 2026-11-23T01:00:00Z, oldest acceptable timestamp is: 2026-11-23T02:00:00Z',\n" +
				"entry with timestamp 2026-11-23 01:00:01 +0000 UTC ignored, reason: 'entry too far behind, entry timestamp is: 2026-11-23T01:00:01Z, oldest acceptable timestamp is: 2026-11-23T02:00:00Z',\n" +
				"user 'fake', total ignored: 12 out of 20 for stream: " + stream,
			[]rejection{{"too_far_behind", 12}},
		},
		"out of order": {
			"entry with timestamp 2026-11-23 01:00:00 +0000 UTC ignored, reason: 'entry out of order',\nuser 'fake', total ignored: 1 out of 2 for stream: " + stream,
			[]rejection{{"out_of_order", 1}},
		},
		"labels": {
			"stream '" + stream + "' has label value too long: 'xxx'",
			[]rejection{{"label_value_too_long", 1}},
		},
		"the whole request": {
			"couldn't parse labels: 1:2: parse error: unexpected \"=\"", nil,
		},
		"something else": {"no org id", nil},
		"nothing":        {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, rejections(maskValues(test.answer)))
		})
	}
}

// TestReadAnswer checks what is shown of answers.
func TestReadAnswer(t *testing.T) {
	for name, test := range map[string]struct {
		kind, body, want string
	}{
		"text":         {"text/plain; charset=utf-8", "no org id\n", "no org id"},
		"no type":      {"", "no org id", "no org id"},
		"JSON":         {"application/json", `{"message":"not found"}`, `{"message":"not found"}`},
		"a page":       {"text/html", "<html>", ""},
		"a selector":   {"text/plain", `stream '{a="x", b="y\"z"}' has label name too long: 'abc'`, `stream '{a="***", b="***"}' has label name too long: 'abc'`},
		"without end":  {"text/plain", `stream '{a="x`, `stream '{a="***`},
		"a long value": {"text/plain", `stream '{a="x"}' has label value too long: 'person@example.com'`, `stream '{a="***"}' has label value too long: '***`},
		"long values": {
			"text/plain", `1 errors like: stream '{a="x"}' has label value too long: 'secret'; 2 errors like: stream '{b="y"}' is odd`,
			`1 errors like: stream '{a="***"}' has label value too long: '***'; 2 errors like: stream '{b="***"}' is odd`,
		},
		"a secret": {"text/plain", "token tok_0123456789 is unknown", "token *** is unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			resp := &http.Response{Header: http.Header{}, Body: io.NopCloser(strings.NewReader(test.body))}
			if test.kind != "" {
				resp.Header.Set("Content-Type", test.kind)
			}
			assert.Equal(t, test.want, readAnswer(resp, []string{"tok_0123456789"}))
		})
	}
}

func TestShorten(t *testing.T) {
	assert.Equal(t, "a b  c\uFFFD", shorten("a\nb\r\tc\xff"))
	assert.Len(t, shorten(strings.Repeat("x", 1000)), maxReasonBytes)
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"":                              0,
		"7":                             7 * time.Second,
		"-7":                            0,
		"soon":                          0,
		"Mon, 23 Nov 2026 08:00:30 GMT": 30 * time.Second,
		"Mon, 23 Nov 2026 07:00:00 GMT": 0,
		"99999999999999999999":          0,
		"2147483647":                    maxRetryAfter,
		"Tue, 23 Nov 2027 08:00:00 GMT": maxRetryAfter,
	} {
		assert.Equal(t, want, retryAfter(header, now), header)
	}
}

// FuzzAnswer checks that no answer is too much to read, and that no value of a selector is shown.
func FuzzAnswer(f *testing.F) {
	f.Add("10 errors like: max entry size '1' bytes exceeded for stream '{a=\"b\"}'; x errors like: ")
	f.Add("entry out of order, total ignored: 99999999999999999999 out of 2")
	f.Add(`label value too long: 'x'; label value too long: '`)
	f.Add(`{a="x\`)
	f.Fuzz(func(t *testing.T, answer string) {
		masked := maskValues(`{label="planted` + strings.ReplaceAll(answer, `"`, ``) + `"} ` + answer)
		assert.NotContains(t, strings.ReplaceAll(masked, answer, ""), "planted")
		for _, r := range rejections(masked) {
			assert.NotEmpty(t, r.reason)
		}
		assert.LessOrEqual(t, len(shorten(masked)), maxReasonBytes)
	})
}
