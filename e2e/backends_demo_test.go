// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/demo"
	"github.com/faultline-otel/faultline/services/planted"
)

var services = []string{"api-gateway", "order-service", "user-service"}

// TestBackends sends the traffic of the example services, which leak, through configs/gateway.yaml to
// the real servers, and asks these for it.
func TestBackends(t *testing.T) {
	layout := newLayout(t)
	b := newBackends(t, layout)
	b.startServers(t, filepath.Join(root(), "e2e", "testdata", "service-alerts.yaml"))
	run(t, b.gateway(), "SAMPLING_PERCENTAGE=5")
	for _, service := range layout.Services() {
		run(t, service, "FAULT_LEAK=true")
	}

	t.Run("requests", func(t *testing.T) { testRequests(t, layout) })
	failed := b.failedOrder(t)
	b.waitForOrders(t)
	// Slow orders, more than one in twenty: what the alert about latency is for.
	setFaults(t, layout.OrderDebug, `{"latency": "1500ms", "leak": true}`)
	slow := runLoad(t, layout, "--requests", "120", "--rate", "40", "--concurrency", "80", "--failures", "0", "--seed", "3")
	setFaults(t, layout.OrderDebug, `{"leak": true}`)
	load := runLoad(t, layout, "--requests", "900", "--rate", "60", "--failures", "0.2", "--seed", "7")
	require.NotEmpty(t, load.Failed)

	requests := slow.Requests + load.Requests + 5 + 1 // those of testRequests, and the order that failed
	errorsWanted := append(slices.Clone(load.Failed), failed)
	t.Run("exact counts", func(t *testing.T) { b.testCounts(t, requests, len(load.Failed)+len(slow.Failed)+2) })
	// First what asks about the last five minutes.
	t.Run("queries", func(t *testing.T) { b.testQueries(t, failed) })
	t.Run("alerts", b.testAlerts)
	t.Run("Jaeger's monitor", b.testMonitor)
	t.Run("every error is in Jaeger", func(t *testing.T) { b.testErrors(t, errorsWanted) })
	t.Run("matrix", b.testMatrix)
	t.Run("parents across services", func(t *testing.T) { b.testEdges(t, failed) })
	t.Run("location", func(t *testing.T) { b.testLocation(t, failed) })
	t.Run("exemplars", b.testExemplars)
	t.Run("planted values", b.testPlanted)
}

// failedOrder sends the failing order of testRequests again and returns the id of its trace.
func (b *backends) failedOrder(t *testing.T) string {
	t.Helper()
	for _, command := range readCommands(t) {
		if command.title == "Trigger a failure" {
			_, body := command.do(t, b.layout.APIGateway)
			id, ok := body["trace_id"].(string)
			require.True(t, ok, "%v", body)
			return id
		}
	}
	t.Fatal("no request of testdata/requests.sh triggers a failure")
	return ""
}

// waitForOrders waits until Prometheus has a sample of good and of failed orders, and of what they took, by
// both of their names and from both services that answer them: rate() counts nothing of a series before its
// first sample.
func (b *backends) waitForOrders(t *testing.T) {
	t.Helper()
	for _, service := range []string{"api-gateway", "order-service"} {
		orders := fmt.Sprintf(`service=%q,method="POST",endpoint="/orders"`, service)
		upstream := fmt.Sprintf(`service_name=%q,span_kind="SPAN_KIND_SERVER",http_route="/orders"`, service)
		for _, series := range []string{
			`http_requests_total{` + orders + `,status="201"}`,
			`http_requests_total{` + orders + `,status="500"}`,
			`http_request_duration_seconds_count{` + orders + `}`,
			`traces_span_metrics_calls_total{` + upstream + `,http_response_status_code="201"}`,
			`traces_span_metrics_calls_total{` + upstream + `,http_response_status_code="500"}`,
			`traces_span_metrics_duration_milliseconds_count{` + upstream + `,http_response_status_code="201"}`,
		} {
			eventually(t, func(ctx context.Context) error {
				samples, err := b.promQL(ctx, series)
				if err == nil {
					err = wanted(series, 1, len(samples))
				}
				return err
			})
		}
	}
}

// setFaults switches the faults of a service by its debug listener.
func setFaults(t *testing.T, debug, faults string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://"+debug+"/debug/faults", strings.NewReader(faults))
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusOK, resp.StatusCode)
}

// testCounts holds what Prometheus has against the requests made, and against the spans that the SDKs
// of the services have ended.
func (b *backends) testCounts(t *testing.T, requests, failed int) {
	t.Helper()
	watch := demo.NewWatch(b.layout)
	t.Cleanup(func() { assert.NoError(t, watch.Close()) })
	eventually(t, func(ctx context.Context) error {
		all, err := b.sum(ctx, `sum(http_requests_total{service="api-gateway"})`)
		if err != nil {
			return err
		}
		bad, err := b.sum(ctx, `sum(http_requests_total{service="api-gateway",status="500"})`)
		if err != nil {
			return err
		}
		timed, err := b.sum(ctx, `sum(http_request_duration_seconds_count{service="api-gateway"})`)
		if err != nil {
			return err
		}
		errs := []error{
			wanted("requests", float64(requests), all),
			wanted("durations of requests", float64(requests), timed),
			wanted("failed requests", float64(failed), bad),
		}
		ended, err := watch.SpansEnded(ctx)
		if err != nil {
			return err
		}
		for service, spans := range ended {
			calls, err := b.sum(ctx, fmt.Sprintf(`sum(traces_span_metrics_calls_total{service_name=%q})`, service))
			if err != nil {
				return err
			}
			errs = append(errs, wanted("calls of "+service, spans, calls))
		}
		return errors.Join(errs...)
	})
	t.Logf("%d requests made, %d failed: Prometheus has as many, and as many calls as spans were ended", requests, failed)
}

func (b *backends) testErrors(t *testing.T, failed []string) {
	t.Helper()
	eventually(t, func(ctx context.Context) error {
		missing := 0
		for _, id := range failed {
			has, err := b.hasTrace(ctx, id)
			if err != nil {
				return err
			}
			if !has {
				missing++
			}
		}
		return wanted(fmt.Sprintf("missing of %d failed requests", len(failed)), 0, missing)
	})
}

// testMatrix counts what each service has of each signal.
func (b *backends) testMatrix(t *testing.T) {
	signals := map[string]func(ctx context.Context, service string) (float64, error){
		"traces (Jaeger)": func(ctx context.Context, service string) (float64, error) {
			traces, err := b.traces(ctx, service, 5000, nil)
			return float64(len(traces)), err
		},
		"logs (Loki)": func(ctx context.Context, service string) (float64, error) {
			counts, err := b.countLogs(ctx, fmt.Sprintf(`sum(count_over_time({service=%q}[1h]))`, service))
			if err != nil || len(counts) == 0 {
				return 0, err
			}
			return counts[0].value, nil
		},
		"own metrics (Prometheus)": func(ctx context.Context, service string) (float64, error) {
			return b.sum(ctx, fmt.Sprintf(`count({job=%q,__name__=~"http_server_.*|orders_.*|users_.*|http_requests_active"})`, service))
		},
		"RED metrics (Prometheus)": func(ctx context.Context, service string) (float64, error) {
			return b.sum(ctx, fmt.Sprintf(`sum(http_requests_total{service=%q})`, service))
		},
	}
	names := slices.Sorted(maps.Keys(signals))
	printTable(t, append([]string{"service"}, names...), func(row func(cells ...string)) {
		for _, service := range services {
			cells := []string{service}
			for _, name := range names {
				var found float64
				eventually(t, func(ctx context.Context) (err error) {
					if found, err = signals[name](ctx, service); err == nil && found == 0 {
						err = fmt.Errorf("%s has no %s", service, name)
					}
					return err
				})
				cells = append(cells, strconv.FormatFloat(found, 'f', -1, 64))
			}
			row(cells...)
		}
	})
}

// printTable prints a table to the standard output, where `make e2e` shows it.
func printTable(t *testing.T, header []string, fill func(row func(cells ...string))) {
	t.Helper()
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	row := func(cells ...string) { fmt.Fprintln(table, strings.Join(cells, "\t")) }
	row(header...)
	fill(row)
	require.NoError(t, table.Flush())
	fmt.Printf("\n%s\n", text.String())
}

// testEdges checks that the spans of one request have their parents in the service that called.
func (b *backends) testEdges(t *testing.T, id string) {
	t.Helper()
	trace := b.wholeTrace(t, id)
	byID := map[string]jaegerSpan{}
	for _, s := range trace.Spans {
		byID[s.SpanID] = s
	}
	edges := map[string]bool{}
	roots := 0
	for _, s := range trace.Spans {
		if len(s.References) == 0 {
			roots++
			continue
		}
		parent, ok := byID[s.References[0].SpanID]
		require.True(t, ok, s.OperationName)
		if from, to := trace.service(parent), trace.service(s); from != to {
			edges[from+" -> "+to] = true
		}
	}
	assert.Equal(t, 1, roots)
	assert.Equal(t, map[string]bool{"api-gateway -> order-service": true, "order-service -> user-service": true}, edges)
}

func (trace jaegerTrace) service(s jaegerSpan) string {
	return trace.Processes[s.ProcessID].ServiceName
}

// wholeTrace waits until a failed order's trace has the spans of all services, and the one that failed first.
func (b *backends) wholeTrace(t *testing.T, id string) jaegerTrace {
	t.Helper()
	var trace jaegerTrace
	eventually(t, func(ctx context.Context) error {
		var answer struct{ Data []jaegerTrace }
		if err := askJSON(ctx, "http://"+b.jaegerQuery+"/api/traces/"+id, nil, &answer); err != nil {
			return err
		}
		trace = answer.Data[0]
		return trace.complete()
	})
	return trace
}

// complete returns an error while a span lacks its parent, a service its spans, or the error its origin.
func (trace jaegerTrace) complete() error {
	ids, found, origins := map[string]bool{}, map[string]bool{}, 0
	for _, s := range trace.Spans {
		ids[s.SpanID] = true
		found[trace.service(s)] = true
		if s.OperationName == "calculate_total" {
			origins++
		}
	}
	for _, s := range trace.Spans {
		if len(s.References) > 0 && !ids[s.References[0].SpanID] {
			return fmt.Errorf("%s of %s lacks its parent", s.OperationName, trace.service(s))
		}
	}
	return errors.Join(wanted("services in trace "+trace.TraceID, len(services), len(found)), wanted("calculate_total", 1, origins))
}

// testLocation checks that Jaeger and Loki both name the line that raised the error, and the same trace.
func (b *backends) testLocation(t *testing.T, id string) {
	t.Helper()
	file, line := paymentErrorLine(t)
	located := 0
	for _, s := range b.wholeTrace(t, id).Spans {
		if s.OperationName != "calculate_total" {
			continue
		}
		assert.Equal(t, "true", tag(s.Tags, "error"))
		for _, tags := range [][]jaegerTag{s.Tags, s.Logs[0].Fields} {
			located++
			assert.Equal(t, file, tag(tags, "code.file.path"))
			assert.Equal(t, line, tag(tags, "code.line.number"))
			assert.Contains(t, tag(tags, "code.function.name"), "calculateTotal")
		}
	}
	assert.Equal(t, 2, located, "places with the location: the span and its exception")

	var found []entry
	eventually(t, func(ctx context.Context) (err error) {
		found, err = b.logQL(ctx, fmt.Sprintf(`{service="order-service"} | trace_id=%q | json | line=%q`, id, line))
		if err == nil && len(found) == 0 {
			err = errors.New("no log of the error")
		}
		return err
	})
	for _, e := range found {
		assert.Equal(t, id, e.labels["trace_id"])
		assert.Equal(t, file, e.labels["file"])
		assert.Contains(t, e.labels["function"], "calculateTotal")
		assert.Contains(t, e.line, "trace_id="+id)
	}
}

// usualQuery is one of testdata/queries.yaml.
type usualQuery struct {
	Topic   string
	Title   string
	PromQL  string            `yaml:"promql"`
	LogQL   string            `yaml:"logql"`
	Within  string            // a function around what is no query by itself
	Replace map[string]string // what stands for a value of the reader's own
}

func readQueries(t *testing.T) []usualQuery {
	t.Helper()
	var queries []usualQuery
	readYAML(t, filepath.Join("testdata", "queries.yaml"), &queries)
	require.NotEmpty(t, queries)
	return queries
}

// testQueries asks the queries of testdata/queries.yaml as they are printed there.
func (b *backends) testQueries(t *testing.T, failed string) {
	t.Helper()
	values := strings.NewReplacer("$trace", failed, "$user", "1")
	printTable(t, []string{"topic", "query", "results", ""}, func(row func(cells ...string)) {
		for _, q := range readQueries(t) {
			t.Run(q.Topic+" "+q.Title, func(t *testing.T) {
				query := q.PromQL + q.LogQL
				for old, value := range q.Replace {
					require.Contains(t, query, old)
					query = strings.ReplaceAll(query, old, values.Replace(value))
				}
				if q.Within != "" {
					query = fmt.Sprintf(q.Within, query)
				}
				ask := b.anyLogs
				if q.PromQL != "" {
					ask = b.anyNumbers
				}
				var results int
				eventually(t, func(ctx context.Context) (err error) {
					results, err = ask(ctx, query)
					if err == nil && results == 0 {
						err = fmt.Errorf("%s returns nothing", query)
					}
					return err
				})
				row(q.Topic, strings.Join(strings.Fields(q.PromQL+q.LogQL), " "), strconv.Itoa(results), q.Title)
			})
		}
	})
}

// anyNumbers counts the series of a PromQL query that have a value.
func (b *backends) anyNumbers(ctx context.Context, query string) (int, error) {
	samples, err := b.promQL(ctx, query)
	numbers := 0
	for _, s := range samples {
		if !math.IsNaN(s.value) {
			numbers++
		}
	}
	return numbers, err
}

// anyLogs counts the lines, or the series, of a LogQL query.
func (b *backends) anyLogs(ctx context.Context, query string) (int, error) {
	if strings.HasPrefix(query, "{") {
		entries, err := b.logQL(ctx, query)
		return len(entries), err
	}
	samples, err := b.countLogs(ctx, query)
	return len(samples), err
}

// testAlerts checks that Prometheus takes the rules of testdata/service-alerts.yaml, and that both alerts go off.
func (b *backends) testAlerts(t *testing.T) {
	eventually(t, func(ctx context.Context) error {
		var answer struct {
			Data struct {
				Groups []struct {
					Name  string
					Rules []struct{ Name, State, Health, LastError string }
				}
			}
		}
		if err := askJSON(ctx, "http://"+b.prometheusAddress+"/api/v1/rules", nil, &answer); err != nil {
			return err
		}
		var errs []error
		names := []string{}
		usual := []string{"HighErrorRate", "HighLatency"}
		for _, group := range answer.Data.Groups {
			if group.Name != "service_alerts" { // the ledger's are for when something is wrong
				continue
			}
			for _, rule := range group.Rules {
				errs = append(errs, wanted(rule.Name, "ok", rule.Health))
				if !slices.Contains(usual, rule.Name) {
					continue
				}
				names = append(names, rule.Name)
				if rule.State == "inactive" {
					errs = append(errs, fmt.Errorf("%s is inactive", rule.Name))
				}
			}
		}
		errs = append(errs, wanted("alerts", strings.Join(usual, " "), strings.Join(names, " ")))
		return errors.Join(errs...)
	})
}

// testExemplars checks that each exemplar that Prometheus has leads to a trace that Jaeger has.
func (b *backends) testExemplars(t *testing.T) {
	t.Helper()
	ids := map[string]bool{}
	eventually(t, func(ctx context.Context) error {
		var answer struct {
			Data []struct {
				SeriesLabels map[string]string
				Exemplars    []struct{ Labels map[string]string }
			}
		}
		now := time.Now()
		err := askJSON(ctx, "http://"+b.prometheusAddress+"/api/v1/query_exemplars", url.Values{
			"query": {`{__name__=~".+"}`},
			"start": {strconv.FormatInt(now.Add(-time.Hour).Unix(), 10)}, "end": {strconv.FormatInt(now.Unix()+60, 10)},
		}, &answer)
		if err != nil {
			return err
		}
		buckets := 0
		for _, series := range answer.Data {
			if series.SeriesLabels["__name__"] == "traces_span_metrics_kept_duration_milliseconds_bucket" {
				buckets++
			}
			for _, exemplar := range series.Exemplars {
				if id := exemplar.Labels["trace_id"]; id != "" {
					ids[id] = true
				}
			}
		}
		if buckets == 0 {
			return errors.New("no exemplars on the histogram")
		}
		return nil
	})
	for id := range ids {
		eventually(t, func(ctx context.Context) error {
			has, err := b.hasTrace(ctx, id)
			if err == nil && !has {
				err = fmt.Errorf("trace %s, which an exemplar names, is not in Jaeger", id)
			}
			return err
		})
	}
	t.Logf("%d traces are named by exemplars, all are in Jaeger", len(ids))
}

// testMonitor asks what Jaeger's Monitor tab asks, which Prometheus answers by the names of span_metrics.
func (b *backends) testMonitor(t *testing.T) {
	for _, metric := range []string{"calls", "errors", "latencies"} {
		eventually(t, func(ctx context.Context) error {
			var answer struct {
				Metrics []struct {
					MetricPoints []struct{ GaugeValue struct{ DoubleValue any } }
				}
			}
			err := askJSON(ctx, "http://"+b.jaegerQuery+"/api/metrics/"+metric, url.Values{
				"service": {"order-service"}, "quantile": {"0.95"}, "spanKind": {"server"}, "step": {"5000"},
				"lookback": {"600000"}, "ratePer": {"600000"}, "endTs": {strconv.FormatInt(time.Now().UnixMilli(), 10)},
			}, &answer)
			if err != nil {
				return err
			}
			for _, m := range answer.Metrics {
				for _, point := range m.MetricPoints {
					if value, ok := point.GaugeValue.DoubleValue.(float64); ok && value > 0 {
						return nil
					}
				}
			}
			return fmt.Errorf("Jaeger has no %s of order-service", metric)
		})
	}
}

// testPlanted looks for the values that the services leaked in everything that each store has.
func (b *backends) testPlanted(t *testing.T) {
	eventually(t, samplerIsEmpty(b.layout))
	eventually(t, queuesAreEmpty(b.layout))
	stores := map[string]string{"Loki": b.allLogs(t)}
	for _, service := range services {
		stores["Jaeger"] += string(answered(t, func(ctx context.Context) ([]byte, error) {
			return ask(ctx, "http://"+b.jaegerQuery+"/api/traces", url.Values{"service": {service}, "limit": {"20000"}, "lookback": {"1h"}})
		}))
	}
	for _, path := range []string{"series", "metadata", "query_exemplars"} {
		stores["Prometheus"] += string(answered(t, func(ctx context.Context) ([]byte, error) {
			return ask(ctx, "http://"+b.prometheusAddress+"/api/v1/"+path, url.Values{
				"match[]": {`{__name__=~".+"}`}, "query": {`{__name__=~".+"}`},
				"start": {strconv.FormatInt(time.Now().Add(-time.Hour).Unix(), 10)}, "end": {strconv.FormatInt(time.Now().Unix()+60, 10)},
			})
		}))
	}
	for _, store := range slices.Sorted(maps.Keys(stores)) {
		for _, value := range planted.All() {
			if strings.Contains(stores[store], value.Text) {
				t.Errorf("%s of a %s is in %s", value.Kind, value.Place, store)
			}
		}
		if !strings.Contains(stores[store], "[REDACTED:email]") {
			t.Errorf("%s should have what was there to be redacted", store)
		}
		t.Logf("%s: none of %d planted values in %d bytes", store, len(planted.All()), len(stores[store]))
	}
}

// allLogs is everything that Loki has, labels and structured metadata included.
func (b *backends) allLogs(t *testing.T) string {
	t.Helper()
	counts := answered(t, func(ctx context.Context) ([]sample, error) {
		return b.countLogs(ctx, `sum(count_over_time({service=~".+"}[1h]))`)
	})
	require.Len(t, counts, 1)
	var text strings.Builder
	seen := map[string]bool{}
	end := time.Now().Add(time.Minute).UnixNano()
	for {
		// Backwards, a page of 5000 after the other; entries of the time at which a page ends come again.
		entries := answered(t, func(ctx context.Context) ([]entry, error) {
			return b.logQLBefore(ctx, `{service=~".+"}`, end)
		})
		fresh := 0
		for _, e := range entries {
			key := fmt.Sprint(e.time, e.line)
			if !seen[key] {
				seen[key] = true
				fresh++
				fmt.Fprintln(&text, e.labels, e.line)
			}
			end = min(end, e.time+1)
		}
		if fresh == 0 {
			break
		}
	}
	assert.GreaterOrEqual(t, float64(len(seen)), counts[0].value*0.99, "lines read")
	return text.String()
}
