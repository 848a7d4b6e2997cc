// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configauth"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/faultline-otel/faultline/components/lokiexporter/internal/metadata"
	"github.com/faultline-otel/faultline/components/lokiexporter/internal/metadatatest"
)

// deadline is for what is polled: far longer than it takes on a busy machine.
const deadline = 2 * time.Minute

// testExporter is an exporter with its own telemetry and log.
type testExporter struct {
	exporter.Logs
	telemetry *componenttest.Telemetry
	logged    *observer.ObservedLogs
}

// direct takes queue and retries away, so that a batch's error comes back.
func direct(c *Config) {
	c.QueueConfig = configoptional.None[exporterhelper.QueueBatchConfig]()
	c.RetryConfig.Enabled = false
}

// rawLines makes lines of nothing but the body.
func rawLines(c *Config) { c.Line.Format = formatRaw }

func startExporter(t *testing.T, endpoint string, changes ...func(c *Config)) *testExporter {
	t.Helper()
	return startExporterIn(t, componenttest.NewNopHost(), endpoint, changes...)
}

func startExporterIn(t *testing.T, host component.Host, endpoint string, changes ...func(c *Config)) *testExporter {
	t.Helper()
	cfg := testConfig(changes...)
	cfg.ClientConfig.Endpoint = endpoint
	e := &testExporter{telemetry: componenttest.NewTelemetry()}
	set := exportertest.NewNopSettings(metadata.Type)
	set.TelemetrySettings = e.telemetry.NewTelemetrySettings()
	core, logged := observer.New(zap.InfoLevel)
	set.Logger = zap.New(core)
	e.logged = logged
	logs, err := NewFactory().CreateLogs(t.Context(), set, cfg)
	require.NoError(t, err)
	e.Logs = logs
	require.NoError(t, logs.Start(t.Context(), host))
	t.Cleanup(func() {
		require.NoError(t, logs.Shutdown(context.Background()))
		require.NoError(t, e.telemetry.Shutdown(context.Background()))
	})
	return e
}

// rejected checks the counts of rejected entries, by reason.
func (e *testExporter) rejected(t *testing.T, want map[string]int64) {
	t.Helper()
	var points []metricdata.DataPoint[int64]
	for reason, n := range want {
		points = append(points, metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(attribute.String("reason", reason))})
	}
	metadatatest.AssertEqualExporterLokiRejectedEntries(t, e.telemetry, points, metricdatatest.IgnoreTimestamp(), metricdatatest.IgnoreExemplars())
}

// ofTenants returns a record of each tenant, with the name as the body.
func ofTenants(t *testing.T, tenants ...string) plog.Logs {
	t.Helper()
	var records []testRecord
	for _, tenant := range tenants {
		records = append(records, testRecord{body: tenant, attributes: map[string]any{"loki.tenant": "team", "team": tenant}})
	}
	return logsOf(t, records...)
}

// TestRequest checks what is sent.
func TestRequest(t *testing.T) {
	loki := newFakeLoki(t, nil)
	e := startExporter(t, loki.URL, direct, func(c *Config) {
		c.ClientConfig.Headers = configopaque.MapList{{Name: "X-Custom", Value: "example"}}
		c.StructuredMetadata = map[string]string{"trace_id": "trace_id"}
	})
	require.NoError(t, e.ConsumeLogs(t.Context(), logsOf(t,
		testRecord{body: "a", timestamp: 1e18 + 1, trace: true, resource: map[string]any{"service.name": "cart"}},
	)))
	got := loki.got()
	require.Len(t, got, 1)
	assert.Equal(t, "POST /loki/api/v1/push", got[0].path)
	assert.Equal(t, "application/x-protobuf", got[0].header.Get("Content-Type"))
	assert.Equal(t, "example", got[0].header.Get("X-Custom"))
	assert.Regexp(t, `^\S+/\S+ \(\w+/\w+\)$`, got[0].header.Get("User-Agent"))
	assert.NotContains(t, got[0].header, http.CanonicalHeaderKey(headerTenant))
	require.Len(t, got[0].streams, 1)
	assert.Equal(t, `{exporter="OTLP", job="cart"}`, got[0].streams[0].Labels)
	entry := got[0].streams[0].Entries[0]
	assert.Equal(t, int64(1e18+1), entry.Timestamp.UnixNano())
	assertLine(t, `{"body":"a","traceid":"01020304000000000000000000000000","spanid":"0506070800000000","resources":{"service.name":"cart"}}`, entry.Line)
	require.Len(t, entry.StructuredMetadata, 1)
	assert.Equal(t, "trace_id", entry.StructuredMetadata[0].Name)
	assert.Equal(t, "01020304000000000000000000000000", entry.StructuredMetadata[0].Value)
}

// TestNoRecords checks that nothing is sent if there is nothing.
func TestNoRecords(t *testing.T) {
	loki := newFakeLoki(t, nil)
	e := startExporter(t, loki.URL, direct)
	require.NoError(t, e.ConsumeLogs(t.Context(), plog.NewLogs()))
	assert.Empty(t, loki.got())
}

// TestTenantRequests checks that each tenant has its request, and that a hint wins over the header.
func TestTenantRequests(t *testing.T) {
	loki := newFakeLoki(t, nil)
	e := startExporter(t, loki.URL, direct, rawLines, func(c *Config) {
		c.ClientConfig.Headers = configopaque.MapList{{Name: "x-scope-orgid", Value: "everybody"}}
	})
	require.NoError(t, e.ConsumeLogs(t.Context(), ofTenants(t, "a", "b", "", "a")))
	lines := map[string][]string{}
	for _, r := range loki.got() {
		lines[r.tenant] = append(lines[r.tenant], r.lines()...)
	}
	assert.Equal(t, map[string][]string{"a": {"a", "a"}, "b": {"b"}, "everybody": {""}}, lines)
}

// TestInvalidTenant checks that records of a tenant that cannot be are dropped, and only they.
func TestInvalidTenant(t *testing.T) {
	loki := newFakeLoki(t, nil)
	e := startExporter(t, loki.URL, direct, rawLines)
	require.NoError(t, e.ConsumeLogs(t.Context(), ofTenants(t, "a", "b\r\nX-Evil: 1", "c")))
	assert.Equal(t, []string{"a", "c"}, loki.lines())
	e.rejected(t, map[string]int64{"invalid_tenant": 1})
	assert.Equal(t, 1, e.logged.FilterMessageSnippet("rejected a part").Len())

	err := e.ConsumeLogs(t.Context(), ofTenants(t, "|"))
	assert.True(t, consumererror.IsPermanent(err))
	assert.ErrorContains(t, err, "1 log records have a tenant that Loki does not take; write at most 150 letters, digits and !-_.*'()")
}

// TestStatus checks which answers make an error permanent.
func TestStatus(t *testing.T) {
	for status, permanent := range map[int]bool{
		302: false, 400: true, 401: true, 403: true, 404: true, 413: true, 422: true, 429: false, 500: false, 502: false, 503: false, 504: false,
	} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			loki := newFakeLoki(t, refuse(status, "the reason\nin two lines"))
			e := startExporter(t, loki.URL, direct)
			err := e.ConsumeLogs(t.Context(), logsOf(t, testRecord{body: "a"}, testRecord{body: "b"}))
			require.Error(t, err)
			assert.Equal(t, permanent, consumererror.IsPermanent(err))
			require.ErrorContains(t, err, fmt.Sprintf("Loki answered %d %s: the reason in two lines", status, http.StatusText(status)))
			if permanent {
				e.rejected(t, map[string]int64{"http_" + strconv.Itoa(status): 2})
			} else {
				var again consumererror.Logs
				require.ErrorAs(t, err, &again)
				assert.Equal(t, 2, again.Data().LogRecordCount())
			}
		})
	}
}

// TestReasonsOfRetries checks that each tenant is tried, and that a reason that they share is given once.
func TestReasonsOfRetries(t *testing.T) {
	loki := newFakeLoki(t, refuse(http.StatusServiceUnavailable, "starting"))
	e := startExporter(t, loki.URL, direct)
	err := e.ConsumeLogs(t.Context(), ofTenants(t, "a", "b", "c"))
	require.EqualError(t, err, "Loki answered 503 Service Unavailable: starting")
	assert.Len(t, loki.got(), 3)
}

// TestRedirect checks that a redirect to a page is no success, and that one that keeps the request is
// followed.
func TestRedirect(t *testing.T) {
	loki := newFakeLoki(t, nil)
	for status, ok := range map[int]bool{http.StatusFound: false, http.StatusMovedPermanently: false, http.StatusPermanentRedirect: true} {
		target := loki.URL + "/loki/api/v1/push"
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, target, status)
		}))
		e := startExporter(t, proxy.URL, direct, rawLines)
		err := e.ConsumeLogs(t.Context(), logsOf(t, testRecord{body: strconv.Itoa(status)}))
		if ok {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, "Loki answered "+strconv.Itoa(status))
		}
		proxy.Close()
	}
	assert.Equal(t, []string{"308"}, loki.lines())
}

// TestPartialRejection checks that what Loki rejected of a request is counted, and not sent again.
func TestPartialRejection(t *testing.T) {
	loki := newFakeLoki(t, refuse(http.StatusBadRequest,
		`1 errors like: max entry size '100' bytes exceeded for stream '{customer="person@example.com"}' while adding an entry with length '110' bytes; `+
			`2 errors like: entry for stream '{customer="person@example.com"}' has timestamp too old: 2026-01-01T00:00:00Z, oldest acceptable timestamp is: 2026-11-16T00:00:00Z`))
	e := startExporter(t, loki.URL, func(c *Config) {
		direct(c)
		c.RetryConfig.Enabled = true
		c.RetryConfig.InitialInterval = time.Millisecond
	})
	require.NoError(t, e.ConsumeLogs(t.Context(), ofTenants(t, "", "", "", "", "")))
	assert.Len(t, loki.got(), 1)
	e.rejected(t, map[string]int64{"line_too_long": 1, "greater_than_max_sample_age": 2})
	warnings := e.logged.FilterMessageSnippet("rejected some").All()
	require.Len(t, warnings, 1)
	fields := warnings[0].ContextMap()
	assert.EqualValues(t, 3, fields["rejected"])
	assert.EqualValues(t, 5, fields["sent"])
	assert.Equal(t, []any{"line_too_long", "greater_than_max_sample_age"}, fields["reasons"])
	assert.Contains(t, fields["answer"], `{customer="***"}`)
	assert.NotContains(t, fmt.Sprint(fields), "person@example.com")

	err := e.ConsumeLogs(t.Context(), ofTenants(t, "", "", ""))
	assert.True(t, consumererror.IsPermanent(err), "all were rejected")
	e.rejected(t, map[string]int64{"line_too_long": 2, "greater_than_max_sample_age": 4})

	err = e.ConsumeLogs(t.Context(), ofTenants(t, ""))
	assert.True(t, consumererror.IsPermanent(err))
	e.rejected(t, map[string]int64{"line_too_long": 3, "greater_than_max_sample_age": 4})
}

// TestRetryOfTenants checks that only what Loki did not take is sent again, and that what it rejected of
// other tenants is in the log.
func TestRetryOfTenants(t *testing.T) {
	attempts := map[string]int{}
	loki := newFakeLoki(t, func(w http.ResponseWriter, r received) bool {
		attempts[r.tenant]++
		switch {
		case r.tenant == "busy" && attempts["busy"] < 3:
			w.Header().Set("Retry-After", "0")
			http.Error(w, "Ingestion rate limit exceeded", http.StatusTooManyRequests)
			return true
		case r.tenant == "bad":
			http.Error(w, "not for you", http.StatusForbidden)
			return true
		}
		return false
	})
	e := startExporter(t, loki.URL, rawLines, func(c *Config) {
		direct(c)
		c.RetryConfig.Enabled = true
		c.RetryConfig.InitialInterval = time.Millisecond
		c.RetryConfig.MaxInterval = time.Millisecond
	})
	require.NoError(t, e.ConsumeLogs(t.Context(), ofTenants(t, "busy", "good", "bad", "busy")))
	assert.Equal(t, map[string]int{"busy": 3, "good": 1, "bad": 1}, attempts)
	lines := loki.lines()
	slices.Sort(lines)
	assert.Equal(t, []string{"busy", "busy", "good"}, lines)
	e.rejected(t, map[string]int64{"http_403": 1})
	dropped := e.logged.FilterMessageSnippet("rejected a part").All()
	require.Len(t, dropped, 1)
	assert.Contains(t, fmt.Sprint(dropped[0].ContextMap()), "Loki answered 403 Forbidden: not for you")
}

// TestRetryAfterAnswer checks that Loki is left alone for as long as it asks.
func TestRetryAfterAnswer(t *testing.T) {
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		var times []time.Time
		loki := newFakeLoki(t, func(w http.ResponseWriter, _ received) bool {
			times = append(times, time.Now())
			if len(times) > 1 {
				return false
			}
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(status)
			return true
		})
		e := startExporter(t, loki.URL, func(c *Config) {
			direct(c)
			c.RetryConfig.Enabled = true
			c.RetryConfig.InitialInterval = time.Millisecond
		})
		require.NoError(t, e.ConsumeLogs(t.Context(), logsOf(t, testRecord{body: "a"})))
		require.Len(t, times, 2)
		assert.GreaterOrEqual(t, times[1].Sub(times[0]), time.Second)
	}
}

// TestDividedBatch checks that a batch is sent in requests that Loki takes, and that after one that
// failed, the others of the tenant wait.
func TestDividedBatch(t *testing.T) {
	fail := true
	loki := newFakeLoki(t, func(w http.ResponseWriter, r received) bool {
		if fail && strings.HasPrefix(r.lines()[0], "2") {
			w.WriteHeader(http.StatusInternalServerError)
			return true
		}
		return false
	})
	e := startExporter(t, loki.URL, direct, rawLines, func(c *Config) { c.Limits.RequestBytes = 64 << 10 })
	var records []testRecord
	for i := range 5 {
		records = append(records, testRecord{body: strconv.Itoa(i) + strings.Repeat("x", 40<<10), timestamp: int64(i + 1)})
	}
	err := e.ConsumeLogs(t.Context(), logsOf(t, records...))
	var again consumererror.Logs
	require.ErrorAs(t, err, &again)
	assert.False(t, consumererror.IsPermanent(err))
	assert.Len(t, loki.got(), 3, "two that were taken, one that failed")
	assert.Equal(t, 3, again.Data().LogRecordCount())
	fail = false
	require.NoError(t, e.ConsumeLogs(t.Context(), again.Data()))
	lines := loki.lines()
	require.Len(t, lines, 5)
	for i, line := range lines {
		assert.Equal(t, strconv.Itoa(i), line[:1])
	}
}

// TestUnreachable checks that nothing more is tried when Loki cannot be reached.
func TestUnreachable(t *testing.T) {
	e := startExporter(t, "http://127.0.0.1:0", direct) // no server can listen at port 0
	err := e.ConsumeLogs(t.Context(), ofTenants(t, "a", "b", "c"))
	require.ErrorContains(t, err, "cannot send logs to Loki")
	assert.Equal(t, 1, strings.Count(err.Error(), "cannot send logs to Loki"))
	assert.False(t, consumererror.IsPermanent(err))
	var again consumererror.Logs
	require.ErrorAs(t, err, &again)
	assert.Equal(t, 3, again.Data().LogRecordCount())
}

// TestQueue checks that a batch outlives a time without Loki, in the queue.
func TestQueue(t *testing.T) {
	down := true
	loki := newFakeLoki(t, func(w http.ResponseWriter, r received) bool {
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return down
	})
	e := startExporter(t, loki.URL, rawLines, func(c *Config) {
		c.RetryConfig.InitialInterval = 10 * time.Millisecond
		c.RetryConfig.MaxInterval = 10 * time.Millisecond
	})
	for i := range 20 {
		require.NoError(t, e.ConsumeLogs(t.Context(), logsOf(t, testRecord{body: strconv.Itoa(i)})))
	}
	require.Eventually(t, func() bool { return len(loki.got()) > 20 }, deadline, time.Millisecond)
	loki.mu.Lock()
	down = false
	loki.mu.Unlock()
	require.Eventually(t, func() bool { return len(loki.lines()) >= 20 }, deadline, time.Millisecond)
	lines := loki.lines()
	slices.Sort(lines)
	assert.Len(t, slices.Compact(lines), 20)
}

// TestSecrets checks that an answer does not bring what is secret into the log.
func TestSecrets(t *testing.T) {
	loki := newFakeLoki(t, func(w http.ResponseWriter, r received) bool {
		http.Error(w, "bad credentials "+r.header.Get("Authorization")+" and "+strings.TrimPrefix(r.header.Get("Authorization"), "Bearer "), http.StatusUnauthorized)
		return true
	})
	e := startExporter(t, loki.URL, direct, func(c *Config) {
		c.ClientConfig.Headers = configopaque.MapList{{Name: "Authorization", Value: "Bearer tok_0123456789"}}
	})
	err := e.ConsumeLogs(t.Context(), logsOf(t, testRecord{body: "a"}))
	require.ErrorContains(t, err, "Loki answered 401 Unauthorized: bad credentials *** and ***")
	assert.NotContains(t, err.Error(), "tok_")
}

// TestTelemetry checks the metrics of what is done to entries.
func TestTelemetry(t *testing.T) {
	loki := newFakeLoki(t, nil)
	e := startExporter(t, loki.URL, direct, func(c *Config) {
		c.Limits.LineBytes = 300
		c.Cardinality.MaxValues = 1
		c.DefaultLabelsEnabled = map[string]bool{"exporter": false, "level": false, "severity": true}
		c.Labels = map[string]string{"user": "attribute.user"}
	})
	for range 2 {
		require.NoError(t, e.ConsumeLogs(t.Context(), logsOf(t,
			testRecord{body: strings.Repeat("x", 400), attributes: map[string]any{"user": "a"}},
			testRecord{attributes: map[string]any{"user": "b"}},
			testRecord{attributes: map[string]any{"user": "c"}},
		)))
	}
	user := attribute.NewSet(attribute.String("label", "user"))
	metadatatest.AssertEqualExporterLokiCutLines(t, e.telemetry, []metricdata.DataPoint[int64]{{Value: 2}}, metricdatatest.IgnoreTimestamp(), metricdatatest.IgnoreExemplars())
	metadatatest.AssertEqualExporterLokiLabelOverflows(t, e.telemetry, []metricdata.DataPoint[int64]{{Value: 4, Attributes: user}}, metricdatatest.IgnoreTimestamp(), metricdatatest.IgnoreExemplars())
	metadatatest.AssertEqualExporterLokiLabelValues(t, e.telemetry, []metricdata.DataPoint[int64]{{Value: 1, Attributes: user}}, metricdatatest.IgnoreTimestamp(), metricdatatest.IgnoreExemplars())
	warnings := e.logged.FilterMessageSnippet("none of the default ones").All()
	require.Len(t, warnings, 1)
	assert.Equal(t, "severity", warnings[0].ContextMap()["label"])
}

// TestTelemetryOfRetries checks that what is sent again counts once.
func TestTelemetryOfRetries(t *testing.T) {
	attempts := 0
	loki := newFakeLoki(t, func(w http.ResponseWriter, _ received) bool {
		attempts++
		if attempts < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return attempts < 3
	})
	e := startExporter(t, loki.URL, func(c *Config) {
		direct(c)
		c.RetryConfig.Enabled = true
		c.RetryConfig.InitialInterval = time.Millisecond
		c.Limits.LineBytes = 300
	})
	require.NoError(t, e.ConsumeLogs(t.Context(), logsOf(t, testRecord{body: strings.Repeat("x", 400)})))
	assert.Equal(t, 3, attempts)
	metadatatest.AssertEqualExporterLokiCutLines(t, e.telemetry, []metricdata.DataPoint[int64]{{Value: 1}}, metricdatatest.IgnoreTimestamp(), metricdatatest.IgnoreExemplars())
}

// TestTLS checks that the certificate of Loki is checked, against that of the configuration.
func TestTLS(t *testing.T) {
	loki := &fakeLoki{}
	loki.Server = httptest.NewUnstartedServer(loki.handler(t))
	loki.Config.ErrorLog = log.New(io.Discard, "", 0)
	loki.StartTLS()
	t.Cleanup(loki.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: loki.Certificate().Raw}), 0o600))

	e := startExporter(t, loki.URL, direct, rawLines)
	require.ErrorContains(t, e.ConsumeLogs(t.Context(), logsOf(t, testRecord{body: "a"})), "certificate")
	e = startExporter(t, loki.URL, direct, rawLines, func(c *Config) { c.ClientConfig.TLS.CAFile = ca })
	require.NoError(t, e.ConsumeLogs(t.Context(), logsOf(t, testRecord{body: "b"})))
	assert.Equal(t, []string{"b"}, loki.lines())
}

// authHost is a host with an extension that authenticates clients.
type authHost struct {
	component.Host
	id component.ID
}

func (h authHost) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{h.id: authExtension{}}
}

// authExtension adds a header to requests.
type authExtension struct {
	component.StartFunc
	component.ShutdownFunc
}

func (authExtension) RoundTripper(base http.RoundTripper) (http.RoundTripper, error) {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		req = req.Clone(req.Context())
		req.SetBasicAuth("user", "password")
		return base.RoundTrip(req)
	}), nil
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// TestAuth checks that requests carry what an extension adds.
func TestAuth(t *testing.T) {
	loki := newFakeLoki(t, nil)
	host := authHost{Host: componenttest.NewNopHost(), id: component.MustNewIDWithName("basicauth", "loki")}
	e := startExporterIn(t, host, loki.URL, direct, func(c *Config) {
		c.ClientConfig.Auth = configoptional.Some(configauth.Config{AuthenticatorID: host.id})
	})
	require.NoError(t, e.ConsumeLogs(t.Context(), logsOf(t, testRecord{body: "a"})))
	assert.Equal(t, "Basic dXNlcjpwYXNzd29yZA==", loki.got()[0].header.Get("Authorization"))
}

// TestShutdownWithoutStart checks that an exporter that never started can be shut down.
func TestShutdownWithoutStart(t *testing.T) {
	logs, err := NewFactory().CreateLogs(t.Context(), exportertest.NewNopSettings(metadata.Type), testConfig())
	require.NoError(t, err)
	require.NoError(t, logs.Shutdown(t.Context()))
}

// TestCreateInvalid checks that an exporter is not made of what Validate refuses.
func TestCreateInvalid(t *testing.T) {
	_, err := NewFactory().CreateLogs(t.Context(), exportertest.NewNopSettings(metadata.Type), testConfig(func(c *Config) { c.Line.Format = "xml" }))
	require.ErrorContains(t, err, "line::format")
}

// TestCanceled checks that a batch whose context ends can be sent again.
func TestCanceled(t *testing.T) {
	loki := newFakeLoki(t, nil)
	e := startExporter(t, loki.URL, direct)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := e.ConsumeLogs(ctx, logsOf(t, testRecord{body: "a"}))
	require.ErrorIs(t, err, context.Canceled)
	assert.False(t, consumererror.IsPermanent(err))
}
