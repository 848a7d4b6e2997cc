// SPDX-License-Identifier: Apache-2.0

package dropin

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/faultline-otel/faultline/internal/stack"
)

const (
	startTimeout = 3 * time.Minute
	stopTimeout  = 3 * time.Minute
)

// The first line of a configuration that cannot run here.
const onlyValidated = "# only validated: "

// TestCorpus validates each configuration of testdata/corpus, and starts and stops it.
func TestCorpus(t *testing.T) { testCorpus(t, "*.yaml") }

// TestPastCorpus does so for those of testdata/corpus/past, whose parts and keys are those of past versions.
func TestPastCorpus(t *testing.T) { testCorpus(t, filepath.Join("past", "*.yaml")) }

// TestMigrationOff checks that what the migration rewrites is refused without it.
func TestMigrationOff(t *testing.T) {
	binary := program(t, faultline, "build")
	config, err := os.ReadFile(filepath.Join("testdata", "corpus", "past", "logging-jaeger.yaml"))
	require.NoError(t, err)
	t.Setenv("FAULTLINE_MIGRATE", "off")
	answer, err := validate(t.Context(), binary, config, t.TempDir())
	require.Error(t, err)
	assert.Contains(t, answer, "exporters::logging")
	assert.Contains(t, answer, "exporters::jaeger")
	assert.Contains(t, answer, "extensions::memory_ballast")
}

func testCorpus(t *testing.T, pattern string) {
	t.Helper()
	binary := program(t, faultline, "build")
	files, err := filepath.Glob(filepath.Join("testdata", "corpus", pattern))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		config, err := os.ReadFile(file)
		require.NoError(t, err)
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			answer, err := validate(t.Context(), binary, config, dir)
			require.NoError(t, err, answer)
			if reason, given := strings.CutPrefix(firstLine(config), onlyValidated); given {
				assert.NotEmpty(t, reason)
				return
			}
			local, _ := onFreePorts(t, config)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "config.yaml"), local, 0o600))
			// Without settings of its own, the metrics of a collector are at a fixed port.
			start(t, dir, binary, "--config", "yaml:service::telemetry::metrics::level: none", "--config", "config.yaml")
		})
	}
}

// TestCorpusNamesAllParts checks that each upstream part of the default build is in a configuration of the corpus.
func TestCorpusNamesAllParts(t *testing.T) {
	all := allParts(t)
	files, err := filepath.Glob(filepath.Join("testdata", "corpus", "*.yaml"))
	require.NoError(t, err)
	named := map[*part]bool{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var config map[string]any
		require.NoError(t, yaml.Unmarshal(content, &config), file)
		for _, kind := range kinds {
			section, _ := config[kind].(map[string]any)
			for id := range section {
				typ, _, _ := strings.Cut(id, "/")
				named[find(all, kind, typ)] = true
			}
		}
	}
	for i := range all {
		if !strings.HasPrefix(all[i].module, "github.com/faultline-otel/") {
			assert.True(t, named[&all[i]], "no configuration has one of the %s, %s", all[i].kind, all[i].name)
		}
	}
}

// start runs a collector in dir until it says that it is ready, and stops it at the end of the test, when it must
// end with exit status 0.
func start(t *testing.T, dir, binary string, args ...string) {
	t.Helper()
	log := filepath.Join(dir, "collector.log")
	process, err := stack.Start(stack.Part{
		Name: filepath.Base(binary), Command: append([]string{binary}, args...),
		Env: environment(), Dir: dir, LogFile: log,
	})
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, process.Stop(stopTimeout))
		if t.Failed() {
			t.Logf("the end of what the collector printed:\n%s", process.LogTail(40))
		}
	})
	deadline := time.After(startTimeout)
	for {
		printed, err := os.ReadFile(log)
		require.NoError(t, err)
		if bytes.Contains(printed, []byte("Everything is ready")) {
			return
		}
		select {
		case <-process.Done():
			require.FailNow(t, "the collector ended before it was ready", process.Err())
		case <-deadline:
			require.FailNow(t, "the collector is not ready")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}

var ports = regexp.MustCompile(`(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\}):(\d{4,5})\b|\bport: (\d{4,5})\b|:-(\d{4,5})\}`)

// onFreePorts moves a configuration to free ports of this machine alone. The map tells where each port is now.
func onFreePorts(t *testing.T, config []byte) ([]byte, map[string]string) {
	t.Helper()
	moved := map[string]string{}
	for _, match := range ports.FindAllSubmatch(config, -1) {
		port := string(bytes.Join(match[1:], nil))
		if _, done := moved[port]; !done {
			moved[port] = freePort(t)
		}
	}
	text := strings.ReplaceAll(string(config), "0.0.0.0", "127.0.0.1")
	text = regexp.MustCompile(`\b\d{4,5}\b`).ReplaceAllStringFunc(text, func(number string) string {
		if port, ok := moved[number]; ok {
			return port
		}
		return number
	})
	return []byte(text), moved
}

// freePort gives a port that is free for TCP and UDP.
func freePort(t *testing.T) string {
	t.Helper()
	var address string
	require.NoError(t, stack.FreePorts(&address))
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	return port
}
