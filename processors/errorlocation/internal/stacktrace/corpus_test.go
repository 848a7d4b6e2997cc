// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// A corpusCase is a file testdata/corpus/LANGUAGE/NAME.txt: what is expected in YAML, a line "---",
// and the text, byte for byte. Files without the comment "# written" are captured from real
// programs by testdata/gen/capture_LANGUAGE.py. The directory "none" has texts without a trace.
type corpusCase struct {
	name     string
	language string
	text     string

	File     string
	Line     int
	Function string
	// NoInApp says that the location is not in the application's own code.
	NoInApp bool `yaml:"no_in_app"`
	// NoLocation says that there is a trace, but no frame that can be the location.
	NoLocation bool `yaml:"no_location"`
	Truncated  bool

	// Type and Message are not checked if absent.
	Type    *string
	Message *string

	// Benchmark marks a usual trace, which TestAllocations and BenchmarkParse use.
	Benchmark bool

	// Hints of the call.
	Freeform bool
	Hint     struct{ Language, Message string }
}

func (c *corpusCase) hints() Hints {
	return Hints{Language: c.Hint.Language, Message: c.Hint.Message, Freeform: c.Freeform}
}

// corpus reads all cases.
func corpus(tb testing.TB) []corpusCase {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "corpus", "*", "*.txt"))
	require.NoError(tb, err)
	require.NotEmpty(tb, paths)
	cases := make([]corpusCase, len(paths))
	for i, path := range paths {
		cases[i] = readCase(tb, path)
	}
	return cases
}

func readCase(tb testing.TB, path string) corpusCase {
	tb.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(tb, err)
	head, text, ok := bytes.Cut(raw, []byte("---\n"))
	require.True(tb, ok, "%s has no line ---", path)
	c := corpusCase{
		name:     strings.TrimSuffix(filepath.Base(path), ".txt"),
		language: filepath.Base(filepath.Dir(path)),
		text:     string(text),
	}
	decoder := yaml.NewDecoder(bytes.NewReader(head))
	decoder.KnownFields(true)
	if err := decoder.Decode(&c); !errors.Is(err, io.EOF) { // a case may expect nothing
		require.NoError(tb, err, path)
	}
	return c
}

// check asserts that the result is the one that the case expects.
func (c *corpusCase) check(t *testing.T, got Result, ok bool) {
	t.Helper()
	if c.language == "none" {
		assert.False(t, ok, "a trace where there is none: %v", got)
		return
	}
	if !assert.True(t, ok, "no trace found") {
		return
	}
	assert.Equal(t, c.language, got.Language.String())
	assert.Equal(t, c.File, got.Location.File, "file")
	assert.Equal(t, c.Line, got.Location.Line, "line")
	assert.Equal(t, c.Function, got.Location.Function, "function")
	assert.Equal(t, c.Truncated, got.Truncated, "truncated")
	assert.Equal(t, !c.NoInApp && !c.NoLocation, got.Reason.InApp(), "reason %d", got.Reason)
	if c.NoLocation {
		assert.Equal(t, ReasonNone, got.Reason)
	}
	if c.Type != nil {
		assert.Equal(t, *c.Type, got.Type, "type")
	}
	if c.Message != nil {
		assert.Equal(t, *c.Message, got.Message, "message")
	}
}

func TestCorpus(t *testing.T) {
	parser := NewParser(nil, 0)
	for _, c := range corpus(t) {
		t.Run(c.language+"/"+c.name, func(t *testing.T) {
			got, ok := parser.Parse(c.text, c.hints())
			c.check(t, got, ok)
		})
	}
}

// TestCorpusTransported parses what is left of each text after usual transports.
func TestCorpusTransported(t *testing.T) {
	transports := map[string]func(string) string{
		"crlf": func(text string) string {
			return strings.ReplaceAll(normalize(text), "\n", "\r\n")
		},
		"escaped": func(text string) string {
			text = normalize(text)
			if !strings.Contains(text, "\n") {
				return text
			}
			quoted, err := json.Marshal(text)
			require.NoError(t, err)
			return string(quoted[1 : len(quoted)-1])
		},
		"colored": func(text string) string {
			return "\x1b[31m" + strings.ReplaceAll(text, "\n", "\n\x1b[0;1;31m") + "\x1b[0m"
		},
		"compose": func(text string) string {
			return prefixed(normalize(text), func(int) string { return "shop-1  | " })
		},
		"cri": func(text string) string {
			return prefixed(normalize(text), func(i int) string {
				return fmt.Sprintf("2026-11-23T04:46:%02d.%dZ stderr F ", i%60, i*7919)
			})
		},
		"rfc5424": func(text string) string {
			if text = normalize(text); !hasLines(text) {
				return text
			}
			return prefixed(text, func(i int) string {
				return fmt.Sprintf("<11>1 2026-11-23T04:46:%02d.%dZ node-7.example.com shop 4711 - - ", i%60, i*7919)
			})
		},
		"stern": func(text string) string {
			if text = normalize(text); !hasLines(text) {
				return text // what is before a single line cannot be told from it
			}
			return prefixed(text, func(int) string { return "shop-7c9d8f6b5-x2x9z shop " })
		},
		"no empty lines": func(text string) string { // receivers that join lines lose them
			return withoutEmptyLines(normalize(text))
		},
	}
	parser := NewParser(nil, 0)
	for transport, apply := range transports {
		for _, c := range corpus(t) {
			if c.Hint.Message != "" && slices.Contains([]string{"compose", "cri", "rfc5424", "stern"}, transport) {
				continue // the hint has the message without what is before its lines
			}
			t.Run(transport+"/"+c.language+"/"+c.name, func(t *testing.T) {
				got, ok := parser.Parse(apply(c.text), c.hints())
				// Whether a text was cut shows at its end, which transports change.
				c.Truncated = got.Truncated
				if !hasLines(normalize(c.text)) {
					c.Message = nil // what is before a single line cannot be told from the message
				}
				if text := normalize(c.text); transport == "no empty lines" && withoutEmptyLines(text) != text {
					c.Message = nil // it may have had one, or end at one
				}
				c.check(t, got, ok)
			})
		}
	}
}

func withoutEmptyLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString(line)
		}
	}
	return b.String()
}

func prefixed(text string, prefix func(line int) string) string {
	var b strings.Builder
	i := 0
	for line := range strings.Lines(text) {
		i++
		b.WriteString(prefix(i) + line)
	}
	return b.String()
}
