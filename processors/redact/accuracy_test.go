// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// The files in testdata/accuracy hold a case in each line: what must be replaced stands between « and », all
// else must stay byte for byte. ⏎ is a line break and ⇥ a tab; what is in front of " ¦ " is the key of an
// attribute that has the text as its value. Those of maps.txt are bodies in JSON. Lines that start with # and a
// blank are comments.

// accuracyCase is one line of such a file.
type accuracyCase struct {
	key, text string
	line      string // the text with its marks
	want      *regexp.Regexp
}

// plainKey is the key of values whose case has none.
const plainKey = "note"

func readCases(t *testing.T, file string) []accuracyCase {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "accuracy", file))
	require.NoError(t, err)
	var cases []accuracyCase
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		c := accuracyCase{key: plainKey}
		if key, rest, found := strings.Cut(line, " ¦ "); found {
			c.key, line = key, rest
		}
		line = strings.NewReplacer("⏎", "\n", "⇥", "\t").Replace(line)
		c.line = line
		c.text, c.want = strings.NewReplacer("«", "", "»", "").Replace(line), wanted(line)
		cases = append(cases, c)
	}
	return cases
}

var marked = regexp.MustCompile(`«[^»]*»`)

// wanted returns what the output for a marked text must look like. A number in JSON gets quotes.
func wanted(line string) *regexp.Regexp {
	var pattern strings.Builder
	done := 0
	for _, m := range marked.FindAllStringIndex(line, -1) {
		pattern.WriteString(regexp.QuoteMeta(line[done:m[0]]))
		pattern.WriteString(`(?:\\*")?\[REDACTED:[a-z_0-9]+\](?:\\*")?`)
		done = m[1]
	}
	pattern.WriteString(regexp.QuoteMeta(line[done:]))
	return regexp.MustCompile(`^(?s:` + pattern.String() + `)$`)
}

// TestAccuracy runs the cases through the processor, in each of the places where a text can be.
func TestAccuracy(t *testing.T) {
	for profiles, files := range map[string][]string{
		"all":             {"assignments", "secrets", "vendors", "pii", "network", "stays", "further", "formats", "lookalikes"},
		"secrets,pci,pii": {"assignments", "secrets", "vendors", "stays", "lookalikes"},
	} {
		config := func(c *Config) { c.Profiles = strings.Split(profiles, ",") }
		logs, traces := newOptionRedactor(t, "logs", config), newOptionRedactor(t, "traces", config)
		for _, file := range files {
			t.Run(profiles+"/"+file, func(t *testing.T) {
				for _, c := range readCases(t, file+".txt") {
					for place, got := range redactEverywhere(t, logs, traces, c) {
						if !c.want.MatchString(got) {
							t.Errorf("%s %q became %q", place, c.text, got)
						}
					}
				}
			})
		}
	}
}

// redactEverywhere returns what becomes of the text of a case, by the place that it was in.
func redactEverywhere(t *testing.T, logs, traces *redactor, c accuracyCase) map[string]string {
	t.Helper()
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.Attributes().PutStr(c.key, c.text)
	span.Attributes().PutEmptySlice(c.key + ".list").AppendEmpty().SetStr(c.text)
	event := span.Events().AppendEmpty()
	event.Attributes().PutStr(c.key, c.text)
	ld := plog.NewLogs()
	body := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body()
	if c.key == plainKey {
		span.Status().SetMessage(c.text)
		body.SetStr(c.text)
	}
	_, err := traces.processTraces(t.Context(), td)
	require.NoError(t, err)
	_, err = logs.processLogs(t.Context(), ld)
	require.NoError(t, err)

	text := func(m pcommon.Map, key string) pcommon.Value {
		v, ok := m.Get(key)
		require.True(t, ok)
		return v
	}
	got := map[string]string{
		"attribute": text(span.Attributes(), c.key).Str(),
		"event":     text(event.Attributes(), c.key).Str(),
	}
	if c.key == plainKey {
		got["list"] = text(span.Attributes(), c.key+".list").Slice().At(0).Str()
		got["status"], got["body"] = span.Status().Message(), body.Str()
	}
	return got
}

// TestAccuracyOfMaps does the same for bodies that are maps.
func TestAccuracyOfMaps(t *testing.T) {
	for _, profiles := range [][]string{{"all"}, {"secrets", "pci", "pii"}} {
		r := newOptionRedactor(t, "logs", func(c *Config) { c.Profiles = profiles })
		for _, c := range readCases(t, "maps.txt") {
			var raw, marked any
			require.NoError(t, json.Unmarshal([]byte(c.text), &raw), c.text)
			require.NoError(t, json.Unmarshal([]byte(c.line), &marked), c.text)
			want, err := json.Marshal(marked)
			require.NoError(t, err)
			ld := plog.NewLogs()
			body := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body()
			require.NoError(t, body.FromRaw(raw))
			_, err = r.processLogs(t.Context(), ld)
			require.NoError(t, err)
			got, err := json.Marshal(body.AsRaw())
			require.NoError(t, err)
			if !wanted(string(want)).MatchString(string(got)) {
				t.Errorf("map %q became %q", c.text, got)
			}
		}
	}
}
