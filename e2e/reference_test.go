// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// composeService is what docker-compose.yml says of one service, as far as the quick reference needs it.
type composeService struct {
	Image string
	Ports []string
	Build struct{ Dockerfile, Target string }
}

// testQuickReference tries each port, query and request of docs/quick-reference.md, and compares the file with
// what it found. With UPDATE_DOCS=1 it writes the file.
func (b *backends) testQuickReference(t *testing.T) {
	var text strings.Builder
	fmt.Fprint(&text, "# Quick reference\n\n"+
		"Everyday ports, commands, queries and requests, and what each returns on the stack of [`docker-compose.yml`](../docker-compose.yml). `UPDATE_DOCS=1 make check-panels` writes this file;\n"+
		"`make check-panels` fails if it is no longer true.\n")
	b.referencePorts(t, &text)
	b.referenceQueries(t, &text)
	b.referenceRequests(t, &text)

	file := filepath.Join(root(), "docs", "quick-reference.md")
	if os.Getenv("UPDATE_DOCS") != "" {
		require.NoError(t, os.WriteFile(file, []byte(text.String()), 0o644))
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, text.String(), string(got), "run UPDATE_DOCS=1 make check-panels")
}

// referencePorts looks the ports and the images up in docker-compose.yml, whose commands
// `make compose-test` runs on a Docker engine.
func (b *backends) referencePorts(t *testing.T, text *strings.Builder) {
	t.Helper()
	var reference struct {
		Ports []struct {
			Tool    string
			Port    int
			Service string
		}
		Commands []struct{ Title, Command string }
	}
	readYAML(t, filepath.Join("testdata", "quick-reference.yaml"), &reference)
	var compose struct {
		Services map[string]composeService
	}
	readYAML(t, filepath.Join(root(), "docker-compose.yml"), &compose)

	fmt.Fprint(text, "\n## Ports\n\nPublished on loopback by [`docker-compose.yml`](../docker-compose.yml).\n\n| Tool | Address | Service |\n|---|---|---|\n")
	require.NotEmpty(t, reference.Ports)
	for _, p := range reference.Ports {
		suffix := fmt.Sprintf(":%d:%d", p.Port, p.Port)
		assert.True(t, slices.ContainsFunc(compose.Services[p.Service].Ports, func(published string) bool {
			return strings.HasSuffix(published, suffix)
		}), "%s does not publish %d", p.Service, p.Port)
		note := ""
		if p.Tool == "Grafana" {
			note = " (admin/admin)"
		}
		fmt.Fprintf(text, "| %s | <http://localhost:%d>%s | `%s` |\n", p.Tool, p.Port, note, p.Service)
	}

	// What "up --build" builds has to be there.
	for name, service := range compose.Services {
		if strings.HasPrefix(service.Image, "faultline/") {
			dockerfile, err := os.ReadFile(filepath.Join(root(), service.Build.Dockerfile))
			require.NoError(t, err, name)
			if service.Build.Target != "" {
				assert.Contains(t, strings.ToLower(string(dockerfile)), " as "+service.Build.Target, name)
			}
		}
	}
	fmt.Fprint(text, "\n## Commands\n\n`docker compose`, without the hyphen, works as well. Only the collector and the example services are built; the others are released images.\n\n| | |\n|---|---|\n")
	for _, c := range reference.Commands {
		fmt.Fprintf(text, "| %s | `%s` |\n", c.Title, c.Command)
	}
}

// referenceQueries asks the queries of the quick reference.
func (b *backends) referenceQueries(t *testing.T, text *strings.Builder) {
	t.Helper()
	queries := readQueries(t)
	fmt.Fprint(text, "\n## Queries\n\n| | Query | Gives |\n|---|---|---|\n")
	for _, q := range queries {
		if q.Topic != "quick reference" {
			continue
		}
		query := q.PromQL + q.LogQL
		for old, value := range q.Replace {
			query = strings.ReplaceAll(query, old, strings.ReplaceAll(value, "$trace", b.failedOrder(t)))
		}
		var gives string
		eventually(t, func(ctx context.Context) (err error) {
			gives, err = b.shape(ctx, q, query)
			return err
		})
		fmt.Fprintf(text, "| %s | `%s` | %s |\n", q.Title,
			strings.ReplaceAll(strings.Join(strings.Fields(q.PromQL+q.LogQL), " "), "|", `\|`), gives)
	}
}

// shape says what a query returns: lines, or numbers and by which labels they are told apart.
func (b *backends) shape(ctx context.Context, q usualQuery, query string) (string, error) {
	if q.LogQL != "" && strings.HasPrefix(query, "{") {
		entries, err := b.logQL(ctx, query)
		if err == nil && len(entries) == 0 {
			err = fmt.Errorf("%s returns nothing", query)
		}
		return "log lines", err
	}
	ask := b.promQL
	if q.LogQL != "" {
		ask = b.countLogs
	}
	samples, err := ask(ctx, query)
	if err != nil {
		return "", err
	}
	if len(samples) == 0 {
		return "", fmt.Errorf("%s returns nothing", query)
	}
	labels := map[string]bool{}
	for _, s := range samples {
		for label := range s.labels {
			if !slices.Contains([]string{"__name__", "job", "instance"}, label) {
				labels["`"+label+"`"] = true
			}
		}
	}
	if len(labels) == 0 {
		return "one number", nil
	}
	return "numbers by " + strings.Join(slices.Sorted(maps.Keys(labels)), ", "), nil
}

// referenceRequests sends the requests of testdata/requests.sh.
func (b *backends) referenceRequests(t *testing.T, text *strings.Builder) {
	t.Helper()
	fmt.Fprint(text, "\n## Requests\n\n| | Request | Answer |\n|---|---|---|\n")
	commands := readCommands(t)
	require.NotEmpty(t, commands)
	for _, c := range commands {
		status, body := c.do(t, b.layout.APIGateway)
		request := c.method + " " + strings.TrimPrefix(c.url, "http://localhost:8080")
		if c.body != "" {
			request += " " + c.body
		}
		fmt.Fprintf(text, "| %s | `%s` | %d: `%s` |\n", c.title, request, status, strings.Join(slices.Sorted(maps.Keys(body)), "`, `"))
	}
}
