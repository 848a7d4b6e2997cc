// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

func TestDashboardsAreGenerated(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "dashboards", "*.json"))
	require.NoError(t, err)
	assert.Len(t, files, len(dashboards()))
	for name, d := range dashboards() {
		want, err := d.json()
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join("..", "dashboards", name+".json"))
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), "run `make generate`")
	}
}

// TestDashboards holds the committed dashboards against what Grafana and their readers need.
func TestDashboards(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "provisioning", "datasources", "datasources.yaml"))
	require.NoError(t, err)
	var provisioned struct {
		Datasources []struct{ UID, Type string }
	}
	require.NoError(t, yaml.Unmarshal(text, &provisioned))
	types := map[string]string{}
	for _, d := range provisioned.Datasources {
		types[d.UID] = d.Type
	}
	require.Equal(t, map[string]string{"prometheus": "prometheus", "loki": "loki", "jaeger": "jaeger"}, types)

	type source struct{ Type, UID string }
	files, err := filepath.Glob(filepath.Join("..", "dashboards", "*.json"))
	require.NoError(t, err)
	uids := map[string]bool{}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			var d struct {
				ID     any
				UID    string
				Panels []struct {
					ID          int
					Type, Title string
					Description string
					Datasource  source
					GridPos     struct{ X, Y, W, H int }
					FieldConfig struct{ Defaults struct{ Unit string } }
					Targets     []struct{ Datasource source }
				}
			}
			require.NoError(t, json.Unmarshal(text, &d))
			assert.Nil(t, d.ID, "an id is of one Grafana's database")
			assert.True(t, strings.HasPrefix(d.UID, "faultline-"), d.UID)
			assert.False(t, uids[d.UID], d.UID)
			uids[d.UID] = true

			ids, titles, taken := map[int]bool{}, map[string]bool{}, map[[2]int]string{}
			for _, p := range d.Panels {
				assert.False(t, ids[p.ID], p.Title)
				ids[p.ID] = true
				assert.False(t, titles[p.Title] && p.Type != "row", "%s is there twice", p.Title)
				titles[p.Title] = true
				assert.LessOrEqual(t, p.GridPos.X+p.GridPos.W, 24, p.Title)
				for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
					for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
						assert.Empty(t, taken[[2]int{x, y}], "lies under %s", p.Title)
						taken[[2]int{x, y}] = p.Title
					}
				}
				if p.Type == "row" {
					continue
				}
				assert.NotEmpty(t, p.Description, p.Title)
				assert.NotEmpty(t, p.FieldConfig.Defaults.Unit, p.Title)
				assert.NotEmpty(t, p.Targets, p.Title)
				for _, target := range p.Targets {
					assert.Equal(t, types[target.Datasource.UID], target.Datasource.Type, p.Title)
					assert.Equal(t, p.Datasource, target.Datasource, "%s asks two data sources", p.Title)
				}
			}
		})
	}
}

// TestJaegerLink checks the link from a trace in Jaeger to its logs.
func TestJaegerLink(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "jaeger", "ui.json"))
	require.NoError(t, err)
	var ui struct {
		LinkPatterns []struct{ Type, URL string }
	}
	require.NoError(t, json.Unmarshal(text, &ui))
	require.Len(t, ui.LinkPatterns, 1)
	assert.Equal(t, "traces", ui.LinkPatterns[0].Type)
	link, err := url.Parse(strings.ReplaceAll(ui.LinkPatterns[0].URL, "#{traceID}", "4070ab6711bcb7e671b95e0692bdd2c8"))
	require.NoError(t, err)
	var panes map[string]struct {
		Datasource string
		Queries    []struct{ Expr string }
	}
	require.NoError(t, json.Unmarshal([]byte(link.Query().Get("panes")), &panes))
	assert.Equal(t, "loki", panes["a"].Datasource)
	assert.Equal(t, `{service=~".+"} | trace_id="4070ab6711bcb7e671b95e0692bdd2c8"`, panes["a"].Queries[0].Expr)
}

// TestExploreLinks checks that the links of panels are what Grafana's Explore takes, their variables in place.
func TestExploreLinks(t *testing.T) {
	link, err := url.Parse(explore("loki", `{"refId":"A","expr":"{service=\"${__data.fields.service}\"} |= \"${__value.raw}\""}`))
	require.NoError(t, err)
	assert.Contains(t, explore("loki", `"${__value.raw}"`), "${__value.raw}", "Grafana replaces it as it stands")
	var panes map[string]struct{ Queries []struct{ Expr string } }
	require.NoError(t, json.Unmarshal([]byte(link.Query().Get("panes")), &panes))
	assert.Equal(t, `{service="${__data.fields.service}"} |= "${__value.raw}"`, panes["a"].Queries[0].Expr)
}
