// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

// TestPanels asks each query of the dashboards, each rule of Prometheus and each link between the data
// sources of the real servers, after traffic in which all that they show has happened.
func TestPanels(t *testing.T) {
	// First, since it takes a while, in which others could take the ports.
	orderService := released(t, "order-service")
	layout := newLayout(t)
	b := newBackends(t, layout)
	rules := filepath.Join(root(), "deploy", "prometheus")
	b.startServers(t, filepath.Join(rules, "services.rules.yaml"), filepath.Join(rules, "collector.rules.yaml"))
	part := b.gateway()
	part.Command = append(part.Command, fmt.Sprintf("--set=connectors::span_metrics::aggregation_cardinality_limit=%d", seriesLimit))
	run(t, part, "SAMPLING_PERCENTAGE=5")
	for _, service := range layout.Services() {
		if service.Name == "order-service" {
			service.Command = []string{orderService}
		}
		run(t, service, "FAULT_LEAK=true", "OTEL_RESOURCE_ATTRIBUTES="+
			"vcs.repository.url.full=https://github.com/faultline-otel/faultline,vcs.ref.head.revision="+revision)
	}
	manySpanNames(t, "http://"+layout.OTLPHTTP)
	// All the time: panels ask for rates of the last seconds.
	startShoppers(t, layout, 20, "0.3")
	// The user who then orders what fails.
	status, _ := readCommands(t)[0].do(t, layout.APIGateway)
	require.Equal(t, http.StatusCreated, status)
	failed := b.failedOrder(t)

	t.Run("panels", b.testPanels)
	t.Run("rules", b.testRules)
	t.Run("quick reference", b.testQuickReference)
	t.Run("links", func(t *testing.T) { b.testLinks(t, failed) })
}

const revision = "0123456789abcdef0123456789abcdef01234567"

// seriesLimit is how many series of a service are counted apart: so few that the page stays small, which
// Prometheus reads every five seconds.
const seriesLimit = 100

// released builds a service as it is for an image, so that the names of files begin with the module.
func released(t *testing.T, service string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), service)
	cmd := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-o", file, "./services/"+service)
	cmd.Dir = root()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return file
}

// manySpanNames sends more spans of other names than span_metrics counts apart.
func manySpanNames(t *testing.T, address string) {
	t.Helper()
	for batch := range 2 {
		traces := ptrace.NewTraces()
		resource := traces.ResourceSpans().AppendEmpty()
		resource.Resource().Attributes().PutStr("service.name", "many-names")
		spans := resource.ScopeSpans().AppendEmpty().Spans()
		for i := range seriesLimit {
			span := spans.AppendEmpty()
			span.SetName(fmt.Sprintf("task of batch %d, number %d", batch, i))
			span.SetTraceID(pcommon.TraceID{1, byte(batch), byte(i >> 8), byte(i)})
			span.SetSpanID(pcommon.SpanID{1, byte(i >> 8), byte(i)})
			span.SetStartTimestamp(pcommon.NewTimestampFromTime(time.Now()))
			span.SetEndTimestamp(pcommon.NewTimestampFromTime(time.Now()))
		}
		body, err := ptraceotlp.NewExportRequestFromTraces(traces).MarshalProto()
		require.NoError(t, err)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/v1/traces", bytes.NewReader(body))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/x-protobuf")
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, http.StatusOK, resp.StatusCode)
	}
}

type grafanaDashboard struct {
	Title      string
	Templating struct {
		List []struct{ Name, Definition string }
	}
	Panels []struct {
		Title   string
		Targets []grafanaTarget
	}
}

type grafanaTarget struct {
	RefID      string
	Expr       string
	Datasource struct{ UID string }
	QueryType  string
	Instant    bool
	Exemplar   bool
}

// grafanaValues stand for what Grafana puts in place of its variables: everything is chosen.
var grafanaValues = strings.NewReplacer(
	"$service", ".+", "$instance", ".+", "$__rate_interval", "20s", "$__range", "10m", "$__auto", "30s",
)

var labelValues = regexp.MustCompile(`^label_values\((.+), (\w+)\)$`)

func (b *backends) testPanels(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root(), "deploy", "grafana", "dashboards", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	queries := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var d grafanaDashboard
		require.NoError(t, json.Unmarshal(text, &d))
		for _, variable := range d.Templating.List {
			t.Run(d.Title+"/$"+variable.Name, func(t *testing.T) {
				queries++
				parts := labelValues.FindStringSubmatch(variable.Definition)
				require.NotNil(t, parts, variable.Definition)
				eventually(t, func(ctx context.Context) error {
					var answer struct{ Data []string }
					path := "http://" + b.prometheusAddress + "/api/v1/label/" + parts[2] + "/values"
					err := askJSON(ctx, path, url.Values{"match[]": {parts[1]}}, &answer)
					if err == nil && len(answer.Data) == 0 {
						err = fmt.Errorf("%s: no values", variable.Definition)
					}
					return err
				})
			})
		}
		for _, panel := range d.Panels {
			for _, target := range panel.Targets {
				t.Run(d.Title+"/"+panel.Title+"/"+target.RefID, func(t *testing.T) {
					queries++
					eventually(t, func(ctx context.Context) error {
						results, err := b.askTarget(ctx, target)
						if err == nil && results == 0 {
							err = errors.New("no data")
						}
						if err != nil {
							err = fmt.Errorf("%s: %w", grafanaValues.Replace(target.Expr), err)
						}
						return err
					})
				})
			}
		}
	}
	fmt.Printf("%d queries of %d dashboards\n", queries, len(files))
}

// askTarget counts the results of a panel's query: series with a number, log lines or exemplars.
func (b *backends) askTarget(ctx context.Context, target grafanaTarget) (int, error) {
	now := time.Now()
	query := url.Values{
		"query": {grafanaValues.Replace(target.Expr)},
		"start": {strconv.FormatInt(now.Add(-5*time.Minute).Unix(), 10)},
		"end":   {strconv.FormatInt(now.Unix(), 10)},
		"step":  {"5"},
	}
	address, path := "http://"+b.prometheusAddress+"/api/v1", "/query_range"
	if target.Datasource.UID == "loki" {
		address = "http://" + b.lokiAddress + "/loki/api/v1"
	}
	switch {
	case target.Exemplar:
		path = "/query_exemplars"
	case target.Instant, target.QueryType == "instant":
		path = "/query"
	}
	if path == "/query_exemplars" {
		var answer struct {
			Data []struct{ Exemplars []any }
		}
		err := askJSON(ctx, address+path, query, &answer)
		results := 0
		for _, series := range answer.Data {
			results += len(series.Exemplars)
		}
		return results, err
	}
	var answer struct {
		Data struct {
			Result []struct {
				Value  []any
				Values [][]any
			}
		}
	}
	if err := askJSON(ctx, address+path, query, &answer); err != nil {
		return 0, err
	}
	results := 0
	for _, series := range answer.Data.Result {
		for _, value := range append(series.Values, series.Value) {
			if len(value) == 2 && value[1] != "NaN" {
				results++
			}
		}
	}
	return results, nil
}

// threshold is the comparison at the end of an alert's expression.
var threshold = regexp.MustCompile(`\s(>|<|==)\s[0-9.]+\s*$`)

// testRules asks for what rules record, and for what alerts compare.
func (b *backends) testRules(t *testing.T) {
	for _, rule := range shippedRules(t) {
		name := rule.Alert + rule.Record + " " + rule.Labels["reason"] + rule.Labels["unit"]
		expressions := []string{rule.Expr}
		if rule.Alert != "" {
			expressions = regexp.MustCompile(`\sand on \([a-z, ]+\)\s`).Split(rule.Expr, -1)
			for i, expr := range expressions {
				require.Regexp(t, threshold, expr, name)
				expressions[i] = threshold.ReplaceAllString(expr, "")
			}
		}
		for _, expr := range expressions {
			t.Run(name, func(t *testing.T) {
				eventually(t, func(ctx context.Context) error {
					if numbers, err := b.anyNumbers(ctx, expr); err != nil || numbers > 0 {
						return err
					}
					return fmt.Errorf("%s: no data", expr)
				})
			})
		}
	}
}

// testLinks follows the links between the data sources, from a failed order.
func (b *backends) testLinks(t *testing.T, failed string) {
	t.Helper()
	type datasource struct {
		UID      string
		JSONData struct {
			ExemplarTraceIDDestinations []struct {
				Name          string
				DatasourceUID string `yaml:"datasourceUid"`
			} `yaml:"exemplarTraceIdDestinations"`
			DerivedFields []struct {
				Name, URL     string
				MatcherType   string `yaml:"matcherType"`
				MatcherRegex  string `yaml:"matcherRegex"`
				DatasourceUID string `yaml:"datasourceUid"`
			} `yaml:"derivedFields"`
			TracesToLogs    traceLink `yaml:"tracesToLogsV2"`
			TracesToMetrics traceLink `yaml:"tracesToMetrics"`
		} `yaml:"jsonData"`
	}
	var provisioned struct{ Datasources []datasource }
	readYAML(t, filepath.Join(root(), "deploy", "grafana", "provisioning", "datasources", "datasources.yaml"), &provisioned)
	sources := map[string]datasource{}
	for _, d := range provisioned.Datasources {
		sources[d.UID] = d
	}
	trace := b.wholeTrace(t, failed)
	var span jaegerSpan
	for _, s := range trace.Spans {
		if s.OperationName == "calculate_total" {
			span = s
		}
	}
	sourceURL := tag(span.Tags, "code.url")
	_, line := paymentErrorLine(t)
	assert.Equal(t, "https://github.com/faultline-otel/faultline/blob/"+revision+"/services/order-service/orders.go#L"+line, sourceURL)

	t.Run("trace to logs, logs to trace and source", func(t *testing.T) {
		link := sources["jaeger"].JSONData.TracesToLogs
		require.Equal(t, "loki", link.DatasourceUID)
		query := link.expand(link.Query, trace, span)
		var found []entry
		eventually(t, func(ctx context.Context) (err error) {
			found, err = b.logQL(ctx, query+` |= "Payment processing failed"`)
			if err == nil && len(found) == 0 {
				err = fmt.Errorf("%s: no lines", query)
			}
			return err
		})
		fields := sources["loki"].JSONData.DerivedFields
		require.Len(t, fields, 2)
		require.Equal(t, "label", fields[0].MatcherType)
		require.Equal(t, "jaeger", fields[0].DatasourceUID)
		assert.Equal(t, failed, found[0].labels[fields[0].MatcherRegex])
		// Without a match, there would be no link.
		match := regexp.MustCompile(strings.ReplaceAll(fields[1].MatcherRegex, "$$", "$")).FindStringSubmatch(found[0].line)
		require.Len(t, match, 2, found[0].line)
		assert.Equal(t, sourceURL, match[1])
	})
	t.Run("trace to metrics", func(t *testing.T) {
		link := sources["jaeger"].JSONData.TracesToMetrics
		require.Equal(t, "prometheus", link.DatasourceUID)
		require.NotEmpty(t, link.Queries)
		for _, q := range link.Queries {
			query := link.expand(q.Query, trace, span)
			eventually(t, func(ctx context.Context) error {
				if numbers, err := b.anyNumbers(ctx, query); err != nil || numbers > 0 {
					return err
				}
				return fmt.Errorf("%s: no data", query)
			})
		}
	})
	t.Run("exemplar to trace", func(t *testing.T) {
		destinations := sources["prometheus"].JSONData.ExemplarTraceIDDestinations
		require.Len(t, destinations, 1)
		assert.Equal(t, "trace_id", destinations[0].Name)
		assert.Equal(t, "jaeger", destinations[0].DatasourceUID)
		b.testExemplars(t)
	})
}

// traceLink leads from a span to a query of another data source.
type traceLink struct {
	DatasourceUID string `yaml:"datasourceUid"`
	Tags          []struct{ Key, Value string }
	Query         string
	Queries       []struct{ Name, Query string }
}

// expand does what Grafana does: it undoes the doubled $ of the file, and fills in the tags of the span,
// by the names that the other data source has for them, and the id of the trace.
func (l traceLink) expand(query string, trace jaegerTrace, span jaegerSpan) string {
	var tags []string
	for _, pair := range l.Tags {
		value := tag(span.Tags, pair.Key)
		if pair.Key == "service.name" {
			value = trace.service(span)
		}
		tags = append(tags, fmt.Sprintf("%s=%q", pair.Value, value))
	}
	return strings.NewReplacer(
		"${__tags}", strings.Join(tags, ", "), "$__tags", strings.Join(tags, ", "), "${__trace.traceId}", trace.TraceID,
	).Replace(strings.ReplaceAll(query, "$$", "$"))
}
