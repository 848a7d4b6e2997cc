// SPDX-License-Identifier: Apache-2.0

package linger

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/faultline-otel/faultline/processors/linger/internal/metadata"
)

func TestShutdown(t *testing.T) {
	for _, test := range []struct {
		name    string
		send    bool
		idle    time.Duration // between the last data and the shutdown
		timeout time.Duration // of the shutdown
		want    time.Duration // that it takes
	}{
		{"no data", false, 0, time.Hour, 0},
		{"data just now", true, 0, time.Hour, 10 * time.Second},
		{"data a while ago", true, 4 * time.Second, time.Hour, 6 * time.Second},
		{"data long ago", true, time.Minute, time.Hour, 0},
		{"cut short", true, 0, 3 * time.Second, 3 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sink := new(consumertest.TracesSink)
				p, err := NewFactory().CreateTraces(t.Context(), processortest.NewNopSettings(metadata.Type), &Config{Duration: 10 * time.Second}, sink)
				require.NoError(t, err)
				require.NoError(t, p.Start(t.Context(), componenttest.NewNopHost()))
				if test.send {
					traces := ptrace.NewTraces()
					traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty().SetName("a")
					require.NoError(t, p.ConsumeTraces(t.Context(), traces))
					assert.Equal(t, []ptrace.Traces{traces}, sink.AllTraces(), "passed on at once")
				}
				time.Sleep(test.idle)
				ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
				defer cancel()
				began := time.Now()
				require.NoError(t, p.Shutdown(ctx))
				assert.Equal(t, test.want, time.Since(began))
			})
		})
	}
}

func TestMetrics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := new(consumertest.MetricsSink)
		cfg := NewFactory().CreateDefaultConfig()
		p, err := NewFactory().CreateMetrics(t.Context(), processortest.NewNopSettings(metadata.Type), cfg, sink)
		require.NoError(t, err)
		require.NoError(t, p.Start(t.Context(), componenttest.NewNopHost()))
		metrics := pmetric.NewMetrics()
		require.NoError(t, p.ConsumeMetrics(t.Context(), metrics))
		assert.Equal(t, []pmetric.Metrics{metrics}, sink.AllMetrics())
		began := time.Now()
		require.NoError(t, p.Shutdown(t.Context()))
		assert.Equal(t, defaultDuration, time.Since(began))
	})
}

func TestValidate(t *testing.T) {
	require.NoError(t, createDefaultConfig().(*Config).Validate())
	for _, duration := range []time.Duration{0, -time.Second, 16} {
		require.ErrorContains(t, (&Config{Duration: duration}).Validate(), "duration: "+duration.String()+" is too short; write ")
	}
}
