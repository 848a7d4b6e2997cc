// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// usualTraces are files of the corpus of error_location with what a program of each language writes into
// a log file or to its standard error.
var usualTraces = []string{
	"cpp/clang_address", "dart/bad_state", "dotnet/aggregate_core", "dotnet/aspnetcore", "dotnet/nested_class",
	"erlang/elixir_phoenix", "erlang/elixir_simple", "erlang/elixir_genserver", "erlang/erlang_crash_report",
	"go/http_handler", "go/service_recovered", "java/clojure_ring_jetty", "java/java_nested_causes", "java/java_spring_boot_3",
	"java/java_suppressed", "java/scala_213_lambda", "javascript/cause_chain", "javascript/nest", "javascript/simple",
	"perl/confess_chained", "perl/confess_in_library", "perl/devel_stacktrace", "php/chain", "php/laravel_log", "php/uncaught",
	"python/group_nested", "python/mixed_chain", "python/simple", "ruby/ruby_34", "ruby/simple", "rust/future", "rust/index",
	"rust/thread", "swift/linux_fatal_error", "swift/fatal_error_old",
}

const (
	lineBefore = "2026-03-01T10:00:00Z INFO listening on :8080\n"
	lineBehind = "2026-03-01T10:00:01Z INFO stopped\n"
)

// TestAgentJoinsLanguages writes a usual stack trace of each language between two lines of a log file:
// the agent makes three records of it, of which the one in the middle has the location that error_location
// finds in the whole trace.
func TestAgentJoinsLanguages(t *testing.T) {
	corpus := filepath.Join(root(), "processors", "errorlocation", "internal", "stacktrace", "testdata", "corpus")
	layout := newLayout(t)
	logs := filepath.Join(layout.Data, "logs")
	require.NoError(t, os.MkdirAll(logs, 0o755))
	want := map[string]string{}
	for _, path := range usualTraces {
		content, err := os.ReadFile(filepath.Join(corpus, path+".txt"))
		require.NoError(t, err)
		header, trace, found := bytes.Cut(content, []byte("---\n"))
		require.True(t, found, path)
		var of struct {
			File string
			Line int
		}
		require.NoError(t, yaml.Unmarshal(header, &of), path)
		name := strings.ReplaceAll(path, "/", "_")
		want[name] = fmt.Sprintf("%s:%d", of.File, of.Line)
		text := lineBefore + strings.TrimRight(string(trace), "\n") + "\n" + lineBehind
		require.NoError(t, os.WriteFile(filepath.Join(logs, name+".log"), []byte(text), 0o600))
	}

	g := newSink(t)
	run(t, agent(layout, []string{g.address}))
	records := func() map[string][]record {
		g.mu.Lock()
		defer g.mu.Unlock()
		files := map[string][]record{}
		for _, r := range g.records {
			name := strings.TrimSuffix(filepath.Base(text(r.Attributes(), "log.file.path")), ".log")
			files[name] = append(files[name], r)
		}
		return files
	}
	eventually(t, func(context.Context) error {
		ended := 0
		for _, of := range records() {
			for _, r := range of {
				if strings.HasSuffix(r.Body().AsString()+"\n", lineBehind) {
					ended++
				}
			}
		}
		return wanted("files that are read", len(want), ended)
	})
	for name, of := range records() {
		var bodies, located []string
		for _, r := range of {
			bodies = append(bodies, strconv.Quote(r.Body().AsString()))
			if file := text(r.Attributes(), "code.file.path"); file != "" {
				located = append(located, file+":"+text(r.Attributes(), "code.line.number"))
			}
		}
		assert.Len(t, of, 3, "records of %s:\n%s", name, strings.Join(bodies, "\n"))
		assert.Equal(t, []string{want[name]}, located, "records of %s:\n%s", name, strings.Join(bodies, "\n"))
	}
}
