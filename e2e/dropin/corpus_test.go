// SPDX-License-Identifier: Apache-2.0

package dropin

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/faultline-otel/faultline/internal/stack"
)

const (
	startTimeout = time.Minute
	stopTimeout  = 30 * time.Second
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
		Name: filepath.Base(binary), Command: append([]string{"sh", "-c", `trap "" INT; exec "$0" "$@"`, binary}, args...),
		Env: environment(), Dir: dir, LogFile: log,
	})
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, interrupt(process))
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

// interrupt ends a collector that was started with interrupts ignored. A collector says that it is ready shortly before it
// listens to signals, and one that came in between would kill it: this way it is lost, and the next one counts.
func interrupt(process *stack.Process) error {
	deadline := time.After(stopTimeout)
	for {
		if err := process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		select {
		case <-process.Done():
			return process.Err()
		case <-deadline:
			return errors.Join(fmt.Errorf("%s has not stopped after %s", process.Name, stopTimeout), process.Kill())
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

// given are the ports that a test has, though nothing may listen there yet.
var given sync.Map

// freePort gives a port that is free for TCP and UDP.
func freePort(t *testing.T) string {
	t.Helper()
	for range 20 {
		tcp, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		port := tcp.Addr().(*net.TCPAddr).Port
		udp, err := net.ListenPacket("udp", fmt.Sprintf("127.0.0.1:%d", port))
		tcp.Close()
		if err == nil {
			require.NoError(t, udp.Close())
			if _, taken := given.LoadOrStore(port, true); !taken {
				return strconv.Itoa(port)
			}
		}
	}
	require.FailNow(t, "no free port")
	return ""
}
