// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/faultline-otel/faultline/services/internal/failure"
	"github.com/faultline-otel/faultline/services/internal/telemetry/telemetrytest"
	"github.com/faultline-otel/faultline/services/planted"
)

func TestFromEnvironment(t *testing.T) {
	environment := map[string]string{
		"FAULT_ERROR_RATE": "0.25", "FAULT_LATENCY": "150ms", "FAULT_PANIC_RATE": "1", "FAULT_LEAK": "true",
	}
	settings, err := FromEnvironment(func(key string) string { return environment[key] })
	require.NoError(t, err)
	assert.Equal(t, Settings{ErrorRate: 0.25, Latency: Duration{150 * time.Millisecond}, PanicRate: 1, Leak: true}, settings)

	settings, err = FromEnvironment(func(string) string { return "" })
	require.NoError(t, err)
	assert.Zero(t, settings)

	environment = map[string]string{
		"FAULT_ERROR_RATE": "2", "FAULT_LATENCY": "fast", "FAULT_PANIC_RATE": "NaN", "FAULT_LEAK": "maybe",
	}
	_, err = FromEnvironment(func(key string) string { return environment[key] })
	require.EqualError(t, err, `FAULT_ERROR_RATE: "2" is not a number between 0 and 1
FAULT_LATENCY: "fast" is not a duration such as 200ms, of at most 20s
FAULT_PANIC_RATE: "NaN" is not a number between 0 and 1
FAULT_LEAK: "maybe" is not true or false`)

	_, err = FromEnvironment(func(key string) string { return map[string]string{"FAULT_LATENCY": "1h"}[key] })
	require.ErrorContains(t, err, "FAULT_LATENCY")
}

func TestSettingsAsJSON(t *testing.T) {
	const text = `{"error_rate":0.1,"latency":"200ms","panic_rate":0,"leak":true}`
	var settings Settings
	require.NoError(t, json.Unmarshal([]byte(text), &settings))
	assert.Equal(t, Settings{ErrorRate: 0.1, Latency: Duration{200 * time.Millisecond}, Leak: true}, settings)
	back, err := json.Marshal(settings)
	require.NoError(t, err)
	assert.JSONEq(t, text, string(back))
}

func TestSetRejectsInvalidSettings(t *testing.T) {
	var switches Switches
	require.EqualError(t, switches.Set(Settings{ErrorRate: -0.1, PanicRate: 1.1, Latency: Duration{time.Hour}}),
		"error_rate must be between 0 and 1, not -0.1\n"+
			"panic_rate must be between 0 and 1, not 1.1\n"+
			"latency must be between 0s and 20s, not 1h0m0s")
	assert.Zero(t, switches.Get())
}

func TestInject(t *testing.T) {
	var switches Switches
	require.NoError(t, switches.Inject(t.Context()))

	require.NoError(t, switches.Set(Settings{ErrorRate: 1}))
	err := switches.Inject(t.Context())
	require.EqualError(t, err, "injected fault")
	assert.Equal(t, "*faults.InjectedError", failure.Type(err))
	assert.Contains(t, strings.SplitN(failure.Stack(err), "\n", 3)[1], "faults.(*Switches).Inject")

	require.NoError(t, switches.Set(Settings{ErrorRate: 1, Leak: true}))
	require.ErrorContains(t, switches.Inject(t.Context()), planted.ExceptionCard)

	require.NoError(t, switches.Set(Settings{PanicRate: 1}))
	assert.PanicsWithValue(t, "injected panic", func() { _ = switches.Inject(t.Context()) })

	require.NoError(t, switches.Set(Settings{Latency: Duration{30 * time.Millisecond}}))
	start := time.Now()
	require.NoError(t, switches.Inject(t.Context()))
	assert.GreaterOrEqual(t, time.Since(start), 30*time.Millisecond)

	require.NoError(t, switches.Set(Settings{Latency: Duration{maxLatency}}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, switches.Inject(ctx), context.Canceled)
}

func TestInjectRate(t *testing.T) {
	var switches Switches
	require.NoError(t, switches.Set(Settings{ErrorRate: 0.5}))
	failed := 0
	for range 1000 {
		if switches.Inject(t.Context()) != nil {
			failed++
		}
	}
	assert.InDelta(t, 500, failed, 150, "nine standard deviations")
}

// Each planted value, but those of exceptions, is where planted.All says, and nowhere else.
func TestLeak(t *testing.T) {
	recorder := telemetrytest.New(t, "s")
	leaker, err := NewLeaker(recorder.Telemetry)
	require.NoError(t, err)
	ctx, span := recorder.TracerProvider.Tracer("test").Start(t.Context(), "POST /orders")
	leaker.Leak(ctx)
	span.End()

	found := map[string][]string{}
	for _, record := range recorder.LogRecords() {
		found[planted.LogMessage] = append(found[planted.LogMessage], record.Body)
		for key, value := range record.Attributes {
			place := planted.LogAttribute
			if key == "payload" {
				place = planted.LogJSON
			}
			found[place] = append(found[place], value)
		}
	}
	for _, span := range recorder.Spans() {
		assert.NotEqual(t, codes.Error, span.Status.Code)
		found[planted.SpanName] = append(found[planted.SpanName], span.Name)
		for key, value := range telemetrytest.Attributes(span.Attributes) {
			place := planted.SpanAttribute
			if key == "payment.request" {
				place = planted.SpanJSON
			}
			found[place] = append(found[place], value)
		}
		assert.Empty(t, span.Events, "an exception would keep the trace")
	}
	for _, point := range recorder.Metrics()["user.logins"].Data.(metricdata.Sum[int64]).DataPoints {
		for _, kv := range point.Attributes.ToSlice() {
			found[planted.MetricAttribute] = append(found[planted.MetricAttribute], kv.Value.AsString())
		}
	}
	found[planted.ExceptionMessage] = []string{Careless(errors.New("declined")).Error()}
	for _, value := range planted.All() {
		for place, texts := range found {
			assert.Equal(t, place == value.Place, strings.Contains(strings.Join(texts, "\n"), value.Text),
				"%v in a %s: %q", value, place, texts)
		}
	}
	for _, value := range planted.All() {
		if strings.HasPrefix(value.Place, "log") || value.Place == planted.LogJSON {
			assert.Contains(t, recorder.Output(), value.Text, "standard output")
		}
	}
}
