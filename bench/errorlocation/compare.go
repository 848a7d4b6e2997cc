// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/exporter/awsxrayexporter"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/faultline-otel/faultline/processors/errorlocation"
)

// spans is the size of a request.
const spans = 50

// upstreamLanguages are those whose traces upstream reads, by the value of telemetry.sdk.language for
// which it does.
var upstreamLanguages = map[string]string{
	"dotnet": "dotnet", "go": "go", "java": "java", "javascript": "javascript", "php": "php", "python": "python",
}

// sample is a usual trace of the parser's corpus.
type sample struct{ name, language, trace string }

func samples(root string) ([]sample, error) {
	paths, err := filepath.Glob(filepath.Join(root, parserDir, "testdata", "corpus", "*", "*.txt"))
	if err != nil {
		return nil, err
	}
	var found []sample
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		language := filepath.Base(filepath.Dir(path))
		head, trace, _ := strings.Cut(string(raw), "---\n")
		if strings.Contains(head, "\nbenchmark: true") && upstreamLanguages[language] != "" {
			found = append(found, sample{language + "/" + strings.TrimSuffix(filepath.Base(path), ".txt"), language, trace})
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no trace below %s is marked with \"benchmark: true\"", root)
	}
	return found, nil
}

// compare prints what an exception costs in both components.
func compare(root string, rounds int) error {
	found, err := samples(root)
	if err != nil {
		return err
	}
	runtime.GOMAXPROCS(1)
	ctx := context.Background()
	upstream, stop, err := startUpstream(ctx)
	if err != nil {
		return fmt.Errorf("start awsxrayexporter: %w", err)
	}
	defer stop()
	ours, err := startOurs(ctx)
	if err != nil {
		return fmt.Errorf("start error_location: %w", err)
	}
	fmt.Printf("%-46s %10s %10s %8s\n", "CPU time of an exception, whole component", "awsxray", "ours", "ratio")
	for _, s := range found {
		theirs, err := added(ctx, upstream, s, rounds)
		if err != nil {
			return err
		}
		own, err := added(ctx, ours, s, rounds)
		if err != nil {
			return err
		}
		fmt.Printf("%-46s %10s %10s %8.1f\n", s.name, duration(theirs), duration(own), theirs/own)
	}
	return nil
}

// startUpstream returns the exporter, which sends to a server of its own.
func startUpstream(ctx context.Context) (consumer.Traces, func(), error) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{"UnprocessedTraceSegments":[]}`)
	}))
	for key, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		if err := os.Setenv(key, value); err != nil {
			return nil, nil, err
		}
	}
	factory := awsxrayexporter.NewFactory()
	cfg := factory.CreateDefaultConfig()
	settings := map[string]any{"endpoint": server.URL, "region": "us-east-1", "local_mode": true, "max_retries": 0}
	if err := confmap.NewFromStringMap(settings).Unmarshal(cfg); err != nil {
		return nil, nil, err
	}
	e, err := factory.CreateTraces(ctx, exportertest.NewNopSettings(factory.Type()), cfg)
	if err != nil {
		return nil, nil, err
	}
	if err := e.Start(ctx, componenttest.NewNopHost()); err != nil {
		return nil, nil, err
	}
	return e, func() {
		_ = e.Shutdown(ctx)
		server.Close()
	}, nil
}

func startOurs(ctx context.Context) (consumer.Traces, error) {
	factory := errorlocation.NewFactory()
	p, err := factory.CreateTraces(ctx, processortest.NewNopSettings(factory.Type()), factory.CreateDefaultConfig(), consumertest.NewNop())
	if err != nil {
		return nil, err
	}
	return p, p.Start(ctx, componenttest.NewNopHost())
}

// added returns the nanoseconds of CPU time by which a span with the exception costs more than one
// without.
func added(ctx context.Context, next consumer.Traces, s sample, rounds int) (float64, error) {
	with, without := request(s, true), request(s, false)
	var differences []float64
	for range rounds {
		a, err := measure(ctx, next, with)
		if err != nil {
			return 0, err
		}
		b, err := measure(ctx, next, without)
		if err != nil {
			return 0, err
		}
		differences = append(differences, a-b)
	}
	slices.Sort(differences)
	return differences[len(differences)/2], nil
}

// measure returns the CPU time that a span of the request costs, in nanoseconds.
func measure(ctx context.Context, next consumer.Traces, request ptrace.Traces) (float64, error) {
	const requests = 40
	copies := make([]ptrace.Traces, requests)
	for i := range copies {
		copies[i] = ptrace.NewTraces()
		request.CopyTo(copies[i])
	}
	runtime.GC()
	start := cpuTime()
	var errs []error
	for _, traces := range copies {
		errs = append(errs, next.ConsumeTraces(ctx, traces))
	}
	used := cpuTime() - start
	return float64(used.Nanoseconds()) / requests / spans, errors.Join(errs...)
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// request returns spans that failed, with the exception or without.
func request(s sample, exception bool) ptrace.Traces {
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "order-service")
	resource.Resource().Attributes().PutStr("telemetry.sdk.language", upstreamLanguages[s.language])
	scope := resource.ScopeSpans().AppendEmpty()
	now := time.Now()
	for i := range spans {
		span := scope.Spans().AppendEmpty()
		span.SetName("create_order")
		span.SetKind(ptrace.SpanKindServer)
		span.SetStartTimestamp(pcommon.NewTimestampFromTime(now))
		span.SetEndTimestamp(pcommon.NewTimestampFromTime(now.Add(time.Millisecond)))
		span.Status().SetCode(ptrace.StatusCodeError)
		// X-Ray takes the start of an ID for a time in seconds.
		var id pcommon.TraceID
		binary.BigEndian.PutUint32(id[:4], uint32(now.Unix()))
		id[15] = byte(i + 1)
		span.SetTraceID(id)
		span.SetSpanID(pcommon.SpanID{1, 2, 3, 4, 5, 6, 7, byte(i + 1)})
		if exception {
			event := span.Events().AppendEmpty()
			event.SetName("exception")
			event.Attributes().PutStr("exception.type", "OrderError")
			event.Attributes().PutStr("exception.message", "no stock")
			event.Attributes().PutStr("exception.stacktrace", s.trace)
		}
	}
	return traces
}
