// SPDX-License-Identifier: Apache-2.0

package dropin

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/metricspage"
	"github.com/faultline-otel/faultline/internal/otlpfile"
)

// instance is the label by which collectors tell their series apart.
var instance = regexp.MustCompile(`collector_instance_id="[^"]*",`)

const reference = "bin/otelcol-reference"

// An outcome is what a run gave out, less what differs from run to run.
type outcome struct {
	records map[string][]string // by file, sorted
	pages   map[string][]string // names of metrics by page, sorted
	series  []string            // of the metrics made of spans, with their values
}

// TestSwitchDefault holds the default configuration of otelcol-contrib, on our binary and on one of upstream's parts
// alone, to the same output for the same input.
func TestSwitchDefault(t *testing.T) {
	in := newInput()
	compare(t, func(t *testing.T, binary string, done func(outcome) error) outcome {
		t.Helper()
		dir := t.TempDir()
		configs, moved := readSwitch(t, dir, "default.yaml", "default-files.yaml")
		start(t, dir, binary, "--config", configs[0], "--config", configs[1])
		in.send(t, moved)
		return settle(t, func() (outcome, error) {
			out, err := read(t.Context(), dir, []string{"traces.json", "metrics.json", "logs.json"}, []string{moved["8888"]})
			if err == nil {
				err = errors.Join(count(out.records["traces.json"], in.spans), count(out.records["logs.json"], in.logs), done(out))
			}
			return out, err
		})
	})
}

// TestSwitchAgentAndGateway does so for an agent and a gateway behind it.
func TestSwitchAgentAndGateway(t *testing.T) {
	in := newInput()
	compare(t, func(t *testing.T, binary string, done func(outcome) error) outcome {
		t.Helper()
		agent, gateway := t.TempDir(), t.TempDir()
		configs, moved := readSwitch(t, agent, "agent.yaml", "gateway.yaml")
		require.NoError(t, os.WriteFile(filepath.Join(agent, "app.log"), in.logLines, 0o600))
		start(t, gateway, binary, "--config", configs[1])
		start(t, agent, binary, "--config", configs[0])
		in.send(t, moved)
		return settle(t, func() (outcome, error) {
			out, err := read(t.Context(), gateway, []string{"traces.json", "sampled.json", "metrics.json", "logs.json"},
				[]string{moved["8888"], moved["18888"]})
			if err != nil {
				return out, err
			}
			page, err := metricspage.Get(t.Context(), "http://127.0.0.1:"+moved["8889"]+"/metrics")
			if err != nil {
				return out, err
			}
			for line := range strings.Lines(page.Text) {
				if strings.HasPrefix(line, "traces_span_metrics") {
					out.series = append(out.series, instance.ReplaceAllString(strings.TrimSpace(line), ""))
				}
			}
			slices.Sort(out.series)
			calls := page.Sum("traces_span_metrics_calls_total", nil)
			if int(calls) != in.spans-in.probes {
				return out, fmt.Errorf("%g calls are counted of %d", calls, in.spans-in.probes)
			}
			return out, errors.Join(
				count(out.records["traces.json"], in.spans-in.probes), count(out.records["logs.json"], in.logs+bytes.Count(in.logLines, []byte("\n"))),
				some(out.records["sampled.json"]), done(out))
		})
	})
}

// compare runs a scenario on the reference, and on our binary until it gives the same, and goes on giving it, or
// the time is over.
func compare(t *testing.T, run func(t *testing.T, binary string, done func(outcome) error) outcome) {
	t.Helper()
	ours, upstream := program(t, faultline, "build"), program(t, reference, "build-reference")
	var want outcome
	// What is sampled is decided some time after the last span: the output is complete when it stays the same.
	t.Run("upstream", func(t *testing.T) {
		want = run(t, upstream, unchanged(15*time.Second))
		for file, records := range want.records {
			assert.NotEmpty(t, records, file)
		}
		for page, names := range want.pages {
			assert.NotEmpty(t, names, page)
		}
	})
	t.Run("faultline", func(t *testing.T) {
		same := unchanged(3 * time.Second)
		run(t, ours, func(got outcome) error {
			if err := same(got); err != nil {
				return err
			}
			return want.differs(got)
		})
	})
}

// unchanged is satisfied once an outcome has been the same for a time.
func unchanged(period time.Duration) func(outcome) error {
	var last []byte
	var since time.Time
	return func(out outcome) error {
		now, err := json.Marshal([]any{out.records, out.pages, out.series})
		if err != nil {
			return err
		}
		if !bytes.Equal(last, now) {
			last, since = now, time.Now()
		}
		if time.Since(since) < period {
			return errors.New("the output still changes")
		}
		return nil
	}
}

// differs returns an error that says in what an outcome is not the wanted one.
func (want outcome) differs(got outcome) error {
	var text differences
	assert.Equal(&text, want.records, got.records)
	assert.Equal(&text, want.series, got.series)
	assert.Equal(&text, want.pages, got.pages)
	return errors.Join(text...)
}

// differences takes what assertions find in place of a test.
type differences []error

func (d *differences) Errorf(format string, args ...any) {
	*d = append(*d, fmt.Errorf(format, args...))
}

// settle polls until look returns no error.
func settle(t *testing.T, look func() (outcome, error)) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		out, err := look()
		if err == nil {
			return out
		}
		select {
		case <-ctx.Done():
			require.NoError(t, err)
		case <-ticker.C:
		}
	}
}

func count(records []string, want int) error {
	if len(records) != want {
		return fmt.Errorf("%d records of %d", len(records), want)
	}
	return nil
}

func some(records []string) error {
	if len(records) == 0 {
		return errors.New("no records")
	}
	return nil
}

// readSwitch moves configurations of testdata/switch to free ports, the same in all of them, and gives their paths.
func readSwitch(t *testing.T, dir string, names ...string) ([]string, map[string]string) {
	t.Helper()
	const separator = "\n# ---\n"
	var all [][]byte
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join("testdata", "switch", name))
		require.NoError(t, err)
		all = append(all, content)
	}
	local, moved := onFreePorts(t, bytes.Join(all, []byte(separator)))
	var paths []string
	for i, content := range bytes.Split(local, []byte(separator)) {
		path := filepath.Join(dir, names[i])
		require.NoError(t, os.WriteFile(path, content, 0o600))
		paths = append(paths, path)
	}
	return paths, moved
}

// read gives what the files of a folder hold and which metrics the pages at some ports show.
func read(ctx context.Context, dir string, files, telemetryPorts []string) (outcome, error) {
	out := outcome{records: map[string][]string{}, pages: map[string][]string{}}
	for _, file := range files {
		records, err := readRecords(filepath.Join(dir, file))
		if err != nil {
			return out, err
		}
		out.records[file] = records
	}
	for i, port := range telemetryPorts {
		names, err := metricNames(ctx, port)
		if err != nil {
			return out, err
		}
		out.pages[fmt.Sprintf("collector %d", i+1)] = names
	}
	return out, nil
}

// readRecords gives a line for each span, log record and metric of a file, with its resource and scope.
func readRecords(path string) ([]string, error) {
	var records []string
	err := otlpfile.Lines(path, func(line []byte) error {
		var request map[string]any
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.UseNumber()
		if err := decoder.Decode(&request); err != nil {
			return err
		}
		records = append(records, flatten(request, "", false)...)
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	slices.Sort(records)
	// How often the collector measured is a matter of time.
	return slices.CompactFunc(records, func(a, b string) bool { return a == b && strings.HasPrefix(a, measuredName) }), err
}

const measuredName = "measured "

// flatten gives each record below an object of an OTLP request. Of what the collector measures itself, only
// the name is the same in two runs.
func flatten(object map[string]any, above string, measured bool) []string {
	if resource, ok := object["resource"]; ok {
		above += encode(resource) + " "
	}
	if scope, ok := object["scope"].(map[string]any); ok {
		name, _ := scope["name"].(string)
		measured = strings.Contains(name, "receiver")
		scope["version"] = "" // that of the collector, when it is its own scope
		above += encode(scope) + " "
	}
	var records []string
	for key, value := range object {
		list, ok := value.([]any)
		if !ok {
			continue
		}
		for _, element := range list {
			child, ok := element.(map[string]any)
			if !ok {
				continue
			}
			switch {
			case key == "metrics" && measured:
				records = append(records, fmt.Sprint(measuredName, child["name"]))
			case key == "spans" || key == "logRecords" || key == "metrics":
				delete(child, "observedTimeUnixNano")
				records = append(records, above+encode(child))
			case strings.HasPrefix(key, "resource") || strings.HasPrefix(key, "scope"):
				records = append(records, flatten(child, above, measured)...)
			}
		}
	}
	return records
}

// encode gives JSON whose lists of attributes are sorted.
func encode(value any) string {
	sortAttributes(value)
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // it was decoded from JSON
	}
	return string(text)
}

func sortAttributes(value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, child := range value {
			sortAttributes(child)
			if list, ok := child.([]any); ok && key == "attributes" {
				slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			}
		}
	case []any:
		for _, child := range value {
			sortAttributes(child)
		}
	}
}

// metricNames gives the names on the page of a collector's own metrics.
func metricNames(ctx context.Context, port string) ([]string, error) {
	page, err := metricspage.Get(ctx, "http://127.0.0.1:"+port+"/metrics")
	if err != nil {
		return nil, err
	}
	return page.Names(), nil
}

// input is what both collectors are sent.
type input struct {
	requests            []request
	logLines            []byte
	spans, probes, logs int
}

type request struct{ port, path, body string }

// newInput makes 60 traces of three spans, of which each sixth fails, with a log record each, metrics, and a
// few traces of Zipkin. The times are those of now, so that nothing is too old for a receiver.
func newInput() input {
	var in input
	now := time.Now().Truncate(time.Second)
	nano := func(offset time.Duration) string { return strconv.FormatInt(now.Add(offset).UnixNano(), 10) }
	resource := func(service string) any {
		return map[string]any{"attributes": []any{attribute("service.name", service), attribute("deployment.environment.name", "test")}}
	}
	for i := range 60 {
		trace := fmt.Sprintf("%x", sha256.Sum256([]byte{byte(i)}))[:32] // spread, as the sampler by share expects
		status := map[string]any{}
		if i%6 == 0 {
			status = map[string]any{"code": 2, "message": "payment refused"}
		}
		var spans []any
		for depth, route := range []string{"/orders/42", "/healthz", "/payments/7"} {
			span := map[string]any{
				"traceId": trace, "spanId": fmt.Sprintf("%016x", 1+i*10+depth), "name": "GET " + route, "kind": 2,
				"startTimeUnixNano": nano(time.Duration(i) * time.Millisecond), "endTimeUnixNano": nano(time.Duration(i+5) * time.Millisecond),
				"attributes": []any{attribute("http.route", route), attribute("user.email", "a@example.com"), attribute("note", "4111111111111111")},
				"status":     status,
			}
			if depth > 0 {
				span["parentSpanId"] = fmt.Sprintf("%016x", i*10+depth)
			}
			in.spans++
			spans = append(spans, span)
		}
		in.probes++
		in.otlp("/v1/traces", map[string]any{"resourceSpans": []any{map[string]any{
			"resource": resource("shop"), "scopeSpans": []any{map[string]any{"scope": map[string]any{"name": "shop"}, "spans": spans}},
		}}})
		in.logs++
		in.otlp("/v1/logs", map[string]any{"resourceLogs": []any{map[string]any{
			"resource": resource("shop"), "scopeLogs": []any{map[string]any{"scope": map[string]any{"name": "shop"}, "logRecords": []any{map[string]any{
				"timeUnixNano": nano(time.Duration(i) * time.Millisecond), "severityNumber": 9 + i%9, "traceId": trace,
				"body":       map[string]any{"stringValue": fmt.Sprintf("order %d paid with 4111111111111111", i)},
				"attributes": []any{attribute("user.email", "b@example.com")},
			}}}},
		}}})
		in.logLines = fmt.Appendf(in.logLines, "%s INFO line %d of the application\n", now.UTC().Format(time.RFC3339), i)
	}
	point := func(value map[string]any) []any {
		value["timeUnixNano"], value["startTimeUnixNano"] = nano(0), nano(-time.Minute)
		value["attributes"] = []any{attribute("queue", "orders")}
		return []any{value}
	}
	in.otlp("/v1/metrics", map[string]any{"resourceMetrics": []any{map[string]any{
		"resource": resource("shop"), "scopeMetrics": []any{map[string]any{"scope": map[string]any{"name": "shop"}, "metrics": []any{
			map[string]any{"name": "queue.length", "gauge": map[string]any{"dataPoints": point(map[string]any{"asInt": "7"})}},
			map[string]any{"name": "orders", "unit": "1", "sum": map[string]any{
				"aggregationTemporality": 2, "isMonotonic": true, "dataPoints": point(map[string]any{"asDouble": 12.5}),
			}},
			map[string]any{"name": "duration", "unit": "s", "histogram": map[string]any{
				"aggregationTemporality": 2,
				"dataPoints":             point(map[string]any{"count": "3", "sum": 1.5, "bucketCounts": []any{"1", "2", "0"}, "explicitBounds": []any{0.1, 1}}),
			}},
		}}},
	}}})
	for i := range 10 {
		in.spans++
		in.requests = append(in.requests, request{port: "9411", path: "/api/v2/spans", body: encode([]any{map[string]any{
			"traceId": fmt.Sprintf("%032x", 77+i), "id": fmt.Sprintf("%016x", 9000+i), "name": "legacy", "kind": "SERVER",
			"timestamp": now.UnixMicro(), "duration": 1000 + i,
			"localEndpoint": map[string]any{"serviceName": "legacy"}, "tags": map[string]any{"http.route": "/old"},
		}})})
	}
	return in
}

func attribute(key, value string) any {
	return map[string]any{"key": key, "value": map[string]any{"stringValue": value}}
}

func (in *input) otlp(path string, body any) {
	in.requests = append(in.requests, request{port: "4318", path: path, body: encode(body)})
}

// send posts everything to a collector; moved tells where its ports are.
func (in *input) send(t *testing.T, moved map[string]string) {
	t.Helper()
	for _, r := range in.requests {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:"+moved[r.port]+r.path, strings.NewReader(r.body))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		assert.NoError(t, resp.Body.Close())
		require.Equal(t, 2, resp.StatusCode/100, "%s: %s", r.path, resp.Status)
	}
}
