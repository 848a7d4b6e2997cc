// SPDX-License-Identifier: Apache-2.0

package check

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/coreos/go-systemd/v22/unit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnits(t *testing.T) {
	for _, name := range []string{"agent", "gateway"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(root, "deploy", "systemd", "faultline-"+name+".service")
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			options, err := unit.DeserializeOptions(strings.NewReader(string(text)))
			require.NoError(t, err)
			values := map[string][]string{}
			for _, o := range options {
				values[o.Name] = append(values[o.Name], o.Value)
			}

			config := "--config /etc/faultline/" + name + ".yaml"
			require.FileExists(t, filepath.Join(root, "configs", name+".yaml"))
			assert.Equal(t, []string{"/usr/bin/otelcol-faultline " + config}, values["ExecStart"])
			assert.Equal(t, []string{"/usr/bin/otelcol-faultline validate " + config}, values["ExecStartPre"])
			assert.Equal(t, []string{"/usr/bin/otelcol-faultline validate " + config, "/bin/kill -HUP $MAINPID"}, values["ExecReload"])
			assert.Contains(t, values["Environment"], "STORAGE_DIR=/var/lib/"+values["StateDirectory"][0])
			assert.Equal(t, []string{"yes"}, values["DynamicUser"])
			verify(t, string(text))

			// With what the unit sets, and with what its first lines say that one sets.
			env := values["Environment"]
			documented := regexp.MustCompile(`(?m)^#   ([A-Z_]+=\S+)$`).FindStringSubmatch(string(text))
			require.NotNil(t, documented)
			absolute, err := filepath.Abs(filepath.Join(root, "configs", name+".yaml"))
			require.NoError(t, err)
			validate(t, []string{absolute}, append(env, documented[1]))
		})
	}
}

// verify asks systemd-analyze, where there is one, for what it finds wrong, and for how much of the
// system the service can reach: at most 2.5 of 10.
func verify(t *testing.T, text string) {
	t.Helper()
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		return
	}
	// A program that exists in place of the one that is not installed here.
	file := filepath.Join(t.TempDir(), "faultline.service")
	require.NoError(t, os.WriteFile(file, []byte(strings.ReplaceAll(text, "/usr/bin/otelcol-faultline", "/bin/true")), 0o600))
	out, err := exec.CommandContext(t.Context(), analyze, "verify", file).CombinedOutput()
	require.NoError(t, err, "%s", out)
	for line := range strings.Lines(string(out)) {
		assert.NotContains(t, line, "faultline.service", "systemd-analyze verify")
	}
	out, err = exec.CommandContext(t.Context(), analyze, "security", "--offline=true", "--threshold=25", "--no-pager", file).CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Regexp(t, `Overall exposure level .*: \d\.\d`, string(out))
}
