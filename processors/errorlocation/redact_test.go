// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/faultline-otel/faultline/processors/redact"
)

// In a pipeline error_location comes before redact. The tests below send the output of the first
// through the second.

func redacted(t *testing.T, profiles []any, logs plog.Logs) plog.Logs {
	t.Helper()
	factory := redact.NewFactory()
	cfg := factory.CreateDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{"profiles": profiles}).Unmarshal(cfg))
	sink := new(consumertest.LogsSink)
	p, err := factory.CreateLogs(t.Context(), processortest.NewNopSettings(factory.Type()), cfg, sink)
	require.NoError(t, err)
	require.NoError(t, p.Start(t.Context(), nil))
	require.NoError(t, p.ConsumeLogs(t.Context(), logs))
	require.NoError(t, p.Shutdown(t.Context()))
	return sink.AllLogs()[0]
}

var redactProfiles = map[string][]any{
	"default": {"secrets", "pci", "pii"},
	"all":     {"all"},
}

// TestRedactCleansMessages checks that personal data in a trace is removed and the location stays.
func TestRedactCleansMessages(t *testing.T) {
	const trace = "Traceback (most recent call last):\n  File \"/srv/shop/orders.py\", line 12, in total\n    raise ValueError(order)\n" +
		"ValueError: card 4111 1111 1111 1111 of someone@example.com was refused, password=hunter2hunter2\n"
	for name, profiles := range redactProfiles {
		t.Run(name, func(t *testing.T) {
			cfg := createDefaultConfig().(*Config)
			cfg.ShortNames = true
			cfg.Explain = true
			out := redacted(t, profiles, consumeLogs(t, cfg, records(trace)))
			attrs := out.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Attributes().AsRaw()
			for _, key := range []string{"stack_trace", "exception.message"} {
				assert.NotContains(t, attrs[key], "4111", key)
				assert.NotContains(t, attrs[key], "someone@", key)
				assert.NotContains(t, attrs[key], "hunter2", key)
			}
			assert.Contains(t, attrs["stack_trace"], `File "/srv/shop/orders.py", line 12, in total`)
			assert.Equal(t, "ValueError", attrs["exception.type"])
			assert.Equal(t, "/srv/shop/orders.py", attrs["code.file.path"])
			assert.Equal(t, "built-in rules of python", attrs["error_location.reason"])
			assert.Equal(t, "orders.py", attrs["file"])
			assert.Equal(t, "total", attrs["function"])
		})
	}
}

// TestRedactLeavesLocations checks that redact leaves locations and fingerprints of any kind alone.
func TestRedactLeavesLocations(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	digest := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return hex.EncodeToString(b)
	}
	files := []string{
		"/srv/shop/orders.py", "/home/someone/shop/users.py", "/srv/shop/email/password_reset.py", "/var/task/secrets/token.py",
		"/opt/releases/20261123084512/app.py", "/builds/4f2a9c1d/0/acme/shop/app.py", "/app/v1.2.3/api/10.0.0.1/client.py",
		"C:\\Users\\someone\\shop\\app.py", "/srv/shop/550e8400-e29b-41d4-a716-446655440000/app.py",
	}
	functions := []string{"total", "reset_password", "check_token", "authorize", "Orders.total", "<lambda>"}
	logs := plog.NewLogs()
	for i := range 400 {
		resource := logs.ResourceLogs().AppendEmpty()
		attrs := resource.Resource().Attributes()
		attrs.PutStr("service.name", "order-service")
		attrs.PutStr("vcs.repository.url.full", "https://github.com/acme/shop")
		attrs.PutStr("vcs.ref.head.revision", digest(20))
		record := resource.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
		record.SetSeverityNumber(plog.SeverityNumberError)
		record.Attributes().PutStr("exception.stacktrace", fmt.Sprintf(
			"Traceback (most recent call last):\n  File \"%s\", line %d, in %s\n    x\nE%d: x\n", files[i%len(files)], i+1, functions[i%len(functions)], i))
	}
	cfg := createDefaultConfig().(*Config)
	cfg.SourceLink.Paths = []PathConfig{{Prefix: "/", Replace: "src/"}, {Prefix: "C:/"}}
	located := consumeLogs(t, cfg, logs)
	for name, profiles := range redactProfiles {
		t.Run(name, func(t *testing.T) {
			input := plog.NewLogs()
			located.CopyTo(input)
			out := redacted(t, profiles, input)
			for i, resource := range located.ResourceLogs().All() {
				want := resource.ScopeLogs().At(0).LogRecords().At(0).Attributes().AsRaw()
				got := out.ResourceLogs().At(i).ScopeLogs().At(0).LogRecords().At(0).Attributes().AsRaw()
				// A home directory contains the name of its user: the rule for it applies here too.
				if name == "all" && strings.Contains(want["code.file.path"].(string), "someone") {
					assert.Equal(t, want["error.fingerprint"], got["error.fingerprint"])
					continue
				}
				for _, key := range []string{"code.file.path", "code.line.number", "code.function.name", "code.url", "error.fingerprint", "exception.type"} {
					require.NotNil(t, want[key], key)
					assert.Equal(t, want[key], got[key], key)
				}
			}
		})
	}
}
