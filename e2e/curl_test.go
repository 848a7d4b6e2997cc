// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/shlex"
	"github.com/stretchr/testify/require"
)

// curlCommand is a curl command as a document prints it, with the comment above it.
type curlCommand struct {
	title  string
	method string
	url    string
	header http.Header
	body   string
}

// readCommands reads the requests to the shop in testdata/requests.sh, each a curl command below its title.
func readCommands(t *testing.T) []curlCommand {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "requests.sh"))
	require.NoError(t, err)
	var commands []curlCommand
	title := ""
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", " ")) {
		line = strings.TrimSpace(line)
		if comment, ok := strings.CutPrefix(line, "# "); ok {
			title = comment
		} else if line != "" {
			commands = append(commands, parseCurl(t, title, line))
		}
	}
	return commands
}

func parseCurl(t *testing.T, title, line string) curlCommand {
	t.Helper()
	words, err := shlex.Split(line)
	require.NoError(t, err)
	require.Equal(t, "curl", words[0])
	command := curlCommand{title: title, method: http.MethodGet, header: http.Header{}}
	for i := 1; i < len(words); i++ {
		switch words[i] {
		case "-X":
			i++
			command.method = words[i]
		case "-H":
			i++
			name, value, found := strings.Cut(words[i], ":")
			require.True(t, found, words[i])
			command.header.Add(name, strings.TrimSpace(value))
		case "-d":
			i++
			command.body = words[i]
		default:
			require.True(t, strings.HasPrefix(words[i], "http://"), "%s is no flag that these commands use", words[i])
			command.url = words[i]
		}
	}
	return command
}

// do sends the command to another address than the printed one.
func (c curlCommand) do(t *testing.T, address string) (int, map[string]any) {
	t.Helper()
	url := strings.Replace(c.url, "localhost:8080", address, 1)
	req, err := http.NewRequestWithContext(t.Context(), c.method, url, strings.NewReader(c.body))
	require.NoError(t, err)
	req.Header = c.header
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	var body map[string]any
	require.NoError(t, json.Unmarshal(text, &body), "%s", text)
	return resp.StatusCode, body
}
