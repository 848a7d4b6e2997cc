// SPDX-License-Identifier: Apache-2.0

package errorspansconnector

import (
	"context"
	"encoding/binary"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/connector/connectortest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/faultline-otel/faultline/components/errorspansconnector/internal/metadata"
	"github.com/faultline-otel/faultline/components/errorspansconnector/internal/metadatatest"
)

// disk is a storage extension with one client, whose content outlasts the connectors.
type disk struct {
	component.StartFunc
	component.ShutdownFunc
	mu     sync.Mutex
	values map[string][]byte
	broken error // of Get
}

func (d *disk) GetClient(context.Context, component.Kind, component.ID, string) (storage.Client, error) {
	return d, nil
}

func (d *disk) Get(_ context.Context, key string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.values[key], d.broken
}

func (d *disk) Set(_ context.Context, key string, value []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.values[key] = value
	return nil
}

func (d *disk) Delete(_ context.Context, key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.values, key)
	return nil
}

func (*disk) Batch(context.Context, ...*storage.Operation) error { return nil }
func (*disk) Close(context.Context) error                        { return nil }

func (d *disk) undecided() int {
	value, _ := d.Get(context.Background(), undecidedKey)
	if value == nil {
		return -1
	}
	return int(binary.BigEndian.Uint64(value))
}

type host map[component.ID]component.Component

func (h host) GetExtensions() map[component.ID]component.Component { return h }

func newUndecidedConnector(t *testing.T, tel *componenttest.Telemetry, wait time.Duration) connector.Traces {
	t.Helper()
	set := connectortest.NewNopSettings(metadata.Type)
	set.TelemetrySettings = tel.NewTelemetrySettings()
	config := &Config{
		All:       []pipeline.ID{traces("all")},
		Undecided: &UndecidedConfig{Storage: component.MustNewID("disk"), Wait: wait},
	}
	require.NoError(t, config.Validate())
	c, err := NewFactory().CreateTracesToTraces(t.Context(), set, config,
		connector.NewTracesRouter(map[pipeline.ID]consumer.Traces{traces("all"): consumertest.NewNop()}))
	require.NoError(t, err)
	return c
}

// TestUndecided checks that the number of spans without an error is on disk soon after they came, that it
// is counted by the next collector when the first did not stop, and that one that stops leaves nothing.
func TestUndecided(t *testing.T) {
	synctest.Test(t, testUndecided)
}

func testUndecided(t *testing.T) {
	data := &disk{values: map[string][]byte{}}
	extensions := host{component.MustNewID("disk"): data}
	// One tick later, in the bubble's time.
	written := func(want int) {
		t.Helper()
		time.Sleep(tick)
		synctest.Wait()
		require.Equal(t, want, data.undecided())
	}

	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
	first := newUndecidedConnector(t, tel, time.Hour)
	require.NoError(t, first.Start(t.Context(), extensions))
	require.NoError(t, first.ConsumeTraces(t.Context(), batch("aBc")))
	written(8)
	value, err := data.Get(t.Context(), undecidedKey)
	require.NoError(t, err)
	killed := &disk{values: map[string][]byte{undecidedKey: value}}
	require.NoError(t, first.Shutdown(t.Context()))
	assert.Equal(t, -1, data.undecided(), "who stops leaves nothing behind")

	next := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, next.Shutdown(context.WithoutCancel(t.Context()))) })
	second := newUndecidedConnector(t, next, time.Second)
	data = killed
	require.NoError(t, second.Start(t.Context(), host{component.MustNewID("disk"): killed}))
	metadatatest.AssertEqualConnectorErrorSpansKilled(t, next, []metricdata.DataPoint[int64]{{Value: 8}}, metricdatatest.IgnoreTimestamp())
	require.NoError(t, second.ConsumeTraces(t.Context(), batch("a")))
	for range 3 { // its wait, and a tick at each end
		written(4)
	}
	written(0) // the sampler has decided
	require.NoError(t, second.Shutdown(t.Context()))
}

// TestUndecidedStorage checks that an extension that is none is named, and what else is wrong.
func TestUndecidedStorage(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
	c := newUndecidedConnector(t, tel, time.Second)
	require.ErrorContains(t, c.Start(t.Context(), host{}), `no storage extension "disk"`)
	require.NoError(t, c.Shutdown(t.Context()))

	broken := &disk{broken: errors.New("disk is broken")}
	c = newUndecidedConnector(t, tel, time.Second)
	require.ErrorIs(t, c.Start(t.Context(), host{component.MustNewID("disk"): broken}), broken.broken)
	require.NoError(t, c.Shutdown(t.Context()), "the collector shuts down what did not start, too")
}
