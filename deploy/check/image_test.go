// SPDX-License-Identifier: Apache-2.0

package check

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// instruction is one line of a Dockerfile, with those that it goes on in.
type instruction struct{ name, rest string }

func readDockerfile(t *testing.T) []instruction {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "deploy", "docker", "Dockerfile"))
	require.NoError(t, err)
	var all []instruction
	for line := range strings.Lines(regexp.MustCompile(`\\\n\s*`).ReplaceAllString(string(text), "")) {
		if name, rest, found := strings.Cut(strings.TrimSpace(line), " "); found && name != "#" {
			all = append(all, instruction{name, rest})
		}
	}
	return all
}

// TestImage runs the command of the image's last stage with the variables that it sets, moved to free
// ports and a folder of the test, and asks it with the program of the health check.
func TestImage(t *testing.T) {
	env := map[string]string{}
	var user, from, directory string
	var entry, command, health []string
	for _, i := range readDockerfile(t) {
		switch i.name {
		case "FROM":
			from = i.rest
		case "USER":
			user = i.rest
		case "VOLUME":
			directory = i.rest
		case "ENV":
			for pair := range strings.FieldsSeq(i.rest) {
				name, value, found := strings.Cut(pair, "=")
				require.True(t, found, pair)
				env[name] = value
			}
		case "ENTRYPOINT":
			require.NoError(t, json.Unmarshal([]byte(i.rest), &entry))
		case "CMD":
			require.NoError(t, json.Unmarshal([]byte(i.rest), &command))
		case "HEALTHCHECK":
			_, arguments, found := strings.Cut(i.rest, "CMD ")
			require.True(t, found)
			require.NoError(t, json.Unmarshal([]byte(arguments), &health), "without a shell")
		}
	}
	assert.Equal(t, "scratch", from)
	assert.Equal(t, "10001:10001", user)
	assert.Equal(t, env["STORAGE_DIR"], directory)
	assert.Equal(t, []string{"/otelcol-faultline"}, entry)
	assert.Equal(t, []string{"/healthcheck"}, health)
	require.Equal(t, "--config", command[0])
	config, found := strings.CutPrefix(command[1], "/etc/faultline/")
	require.True(t, found, command[1])

	running := startCollector(t, []string{config})
	var names []string
	for _, variable := range running.env {
		name, _, _ := strings.Cut(variable, "=")
		names = append(names, name)
	}
	for name := range env {
		if name != "TELEMETRY_LISTEN_HOST" {
			assert.Contains(t, names, name)
		}
	}

	program := filepath.Join(t.TempDir(), "healthcheck")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./cmd/healthcheck")
	build.Dir = root
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	check := exec.CommandContext(t.Context(), program)
	check.Env = running.env
	out, err = check.CombinedOutput()
	require.NoError(t, err, "%s", out)
	check = exec.CommandContext(t.Context(), program)
	check.Env = []string{"HEALTH_ENDPOINT=" + freeAddresses(t, 1)[0]}
	require.Error(t, check.Run(), "nothing listens there")
}
