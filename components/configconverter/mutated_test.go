// SPDX-License-Identifier: Apache-2.0

package configconverter

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// TestMutated gives the whole converter configurations with random mistakes in them, as many as
// CONFIG_MUTATIONS says: no panic, no hang, and an answer in whole lines to each that is refused.
func TestMutated(t *testing.T) {
	count := 500
	if s := os.Getenv("CONFIG_MUTATIONS"); s != "" {
		var err error
		count, err = strconv.Atoi(s)
		require.NoError(t, err)
	}
	texts := soundAndBroken(t)
	const seed = 20261123
	var refused int
	var longest time.Duration // for the log alone: a hang is ended by the time limit of the tests
	for i := range count {
		text := mutated(rand.New(rand.NewPCG(seed, uint64(i))), texts)
		start := time.Now()
		_, output, err := load(t, text)
		longest = max(longest, time.Since(start))
		require.NotContains(t, output, "cannot be loaded", "number %d: a part panics at its configuration:\n%s", i, text)
		if err != nil {
			refused++
			require.NotContains(t, err.Error(), "cannot be loaded", "number %d: a part panics at its configuration:\n%s", i, text)
			for line := range strings.Lines(err.Error()) {
				require.NotEmpty(t, strings.TrimSpace(line), "number %d:\n%s", i, text)
			}
		}
	}
	t.Logf("%d mutated configurations of %d, %d refused, the longest took %s", count, len(texts), refused, longest)
	require.Greater(t, refused, count/2, "the mutations change too little")
	require.Less(t, refused, count, "the mutations break everything")
}

// soundAndBroken returns the configurations from which the mutated ones are made.
func soundAndBroken(t *testing.T) []string {
	t.Helper()
	var texts []string
	for _, pattern := range []string{"internal/check/testdata/*/*.yaml", "internal/check/testdata/rules/*/*.yaml", "../../configs/*.yaml", "../../e2e/dropin/testdata/corpus/*.yaml", "../../e2e/dropin/testdata/corpus/past/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			texts = append(texts, string(content))
		}
	}
	for _, test := range casesOf[broken](t, "broken.yaml") {
		texts = append(texts, test.document(t))
	}
	for _, test := range casesOf[old](t, "migrate.yaml") {
		text, err := yaml.Marshal(test.Old)
		require.NoError(t, err)
		texts = append(texts, string(text))
	}
	return texts
}

// mutated returns one of the texts with up to four mistakes of those that hands and programs make.
func mutated(r *rand.Rand, texts []string) string {
	pick := func() []string { return strings.SplitAfter(texts[r.IntN(len(texts))], "\n") }
	lines := pick()
	for range 1 + r.IntN(4) {
		at := r.IntN(len(lines))
		switch r.IntN(10) {
		case 0:
			lines = slices.Delete(lines, at, at+1)
		case 1:
			lines = slices.Insert(lines, at, lines[r.IntN(len(lines))])
		case 2:
			other := r.IntN(len(lines))
			lines[at], lines[other] = lines[other], lines[at]
		case 3:
			lines[at] = strings.Repeat(" ", 1+r.IntN(4)) + lines[at]
		case 4:
			lines[at] = strings.TrimPrefix(lines[at], "  ")
		case 5:
			lines[at] = "\t" + lines[at]
		case 6: // a value of another kind
			key, _, _ := strings.Cut(lines[at], ":")
			values := []string{"null", "[]", "{}", "true", "-1", "1e400", "${env:NONE}", "${env:HOME}", "[a, {b: c}]", "'text'", "*none", "&a [*a]", "!!binary x", "$", "127.0.0.1:0"}
			lines[at] = key + ": " + values[r.IntN(len(values))] + "\n"
		case 7: // a line of another configuration
			others := pick()
			lines = slices.Insert(lines, at, others[r.IntN(len(others))])
		case 8:
			const bytes = ":[]{}'\"#&*!|>%@`,- \n$\\0az\x00\xff"
			if i := r.IntN(len(lines[at]) + 1); i < len(lines[at]) {
				lines[at] = lines[at][:i] + string(bytes[r.IntN(len(bytes))]) + lines[at][i+r.IntN(2):]
			}
		case 9: // cut short
			lines = lines[:max(1, at)]
		}
		if len(lines) == 0 {
			return ""
		}
	}
	return strings.Join(lines, "")
}
