// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// benchmarkTexts returns the cases of the corpus that stand for the usual traces of their language.
func benchmarkTexts(tb testing.TB) map[string]corpusCase {
	tb.Helper()
	texts := map[string]corpusCase{}
	for _, c := range corpus(tb) {
		if c.Benchmark {
			texts[c.language+"/"+c.name] = c
		}
	}
	require.NotEmpty(tb, texts)
	return texts
}

// plainBodies returns log bodies that hold no trace.
func plainBodies() map[string]string {
	line := "2026-11-23T04:46:14.123Z ERROR order-service order 17 for customer 4711 failed: payment gateway timeout after 2.8s, unable to reach provider at payments.example.com (attempt 3 of 3, rolling the order back)\n"
	return map[string]string{
		"200B":       line[:200],
		"2KB lines":  strings.Repeat(line, 10),
		"1MB lines":  strings.Repeat(line, 5000),
		"2KB indent": strings.Repeat("order failed\n    customer: 4711\n\tgateway: payments.example.com\n", 32),
	}
}

// BenchmarkParse measures usual traces whose language is not hinted.
func BenchmarkParse(b *testing.B) { benchmarkParse(b, false) }

// BenchmarkParseHinted measures usual traces whose language the telemetry names.
func BenchmarkParseHinted(b *testing.B) { benchmarkParse(b, true) }

func benchmarkParse(b *testing.B, hinted bool) {
	b.Helper()
	parser := NewParser(nil, 0)
	for name, c := range benchmarkTexts(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.text)))
			hints := c.hints()
			hints.Language = ""
			if hinted {
				hints.Language = sdkOf(b, c.language)
			}
			for b.Loop() {
				if _, ok := parser.Parse(c.text, hints); !ok {
					b.Fatal("no trace")
				}
			}
		})
	}
}

// sdkOf returns a value of telemetry.sdk.language for the language with that name.
func sdkOf(tb testing.TB, language string) string {
	tb.Helper()
	for _, l := range Languages() {
		if l.String() == language {
			return languages[l].sdks[0]
		}
	}
	tb.Fatalf("no language is named %s", language)
	return ""
}

// longTexts returns traces of deep recursion, from the corpus and generated.
func longTexts(tb testing.TB) map[string]string {
	tb.Helper()
	const long = 16 << 10
	texts := map[string]string{
		"go/recursion": "goroutine 1 [running]:\nmain.fail()\n\t/srv/shop/main.go:12 +0x1d\n" +
			strings.Repeat("main.(*node).walk(0xc00011e000, {0xc000012345, 0x3})\n\t/srv/shop/tree/node.go:30 +0x1d\n", 800),
		"python/recursion": "Traceback (most recent call last):\n" +
			strings.Repeat("  File \"/srv/shop/walk.py\", line 30, in walk\n    return walk(node.next)\n", 800) +
			"RecursionError: maximum recursion depth exceeded\n",
	}
	for _, c := range corpus(tb) {
		if len(c.text) >= long && c.language != "none" {
			texts[c.language+"/"+c.name] = c.text
		}
	}
	return texts
}

func BenchmarkParseLong(b *testing.B) {
	parser := NewParser(nil, 0)
	for name, text := range longTexts(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, ok := parser.Parse(text, Hints{}); !ok {
					b.Fatal("no trace")
				}
			}
		})
	}
}

// BenchmarkParseTransported measures texts that have to be normalized first.
func BenchmarkParseTransported(b *testing.B) {
	parser := NewParser(nil, 0)
	for name, path := range map[string]string{
		"escaped": "go/escaped",
		"crlf":    "go/crlf",
		"cri":     "go/prefix_cri",
	} {
		c := readCase(b, "testdata/corpus/"+path+".txt")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.text)))
			hints := c.hints()
			for b.Loop() {
				if _, ok := parser.Parse(c.text, hints); !ok {
					b.Fatal("no trace")
				}
			}
		})
	}
}

func BenchmarkParseNothing(b *testing.B) {
	parser := NewParser(nil, 0)
	for name, text := range plainBodies() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, ok := parser.Parse(text, Hints{Freeform: true, Language: "go"}); ok {
					b.Fatal("a trace")
				}
			}
		})
	}
}

func BenchmarkFingerprint(b *testing.B) {
	parser := NewParser(nil, 0)
	for name, c := range benchmarkTexts(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			if _, ok := parser.Parse(c.text, c.hints()); !ok {
				b.Fatal("no trace")
			}
			for b.Loop() {
				parser.Fingerprint("", "")
			}
		})
	}
}
