// SPDX-License-Identifier: Apache-2.0

package errorspansconnector

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	"go.uber.org/zap"

	"github.com/faultline-otel/faultline/components/errorspansconnector/internal/metadata"
)

// tick is how often the number of undecided spans is written to disk. A sampler decides as often.
const tick = time.Second

// undecidedKey is where it is written. It is there while the collector runs, and after it was killed.
const undecidedKey = "undecided"

// undecided keeps on disk how many spans without an error a sampler has got within the time that it takes
// to decide. A collector that is killed loses those; the next one finds the number, and counts them.
type undecided struct {
	config    UndecidedConfig
	id        component.ID
	telemetry *metadata.TelemetryBuilder
	logger    *zap.Logger
	client    storage.Client // nil until it has started

	mu      sync.Mutex
	periods []int64 // spans of the last ticks, the current one first

	stop chan struct{}
	done chan struct{}
}

func newUndecided(config UndecidedConfig, id component.ID, telemetry *metadata.TelemetryBuilder, logger *zap.Logger) *undecided {
	// The sampler's clock and ours do not tick together.
	periods := int((config.Wait+tick-1)/tick) + 2
	return &undecided{
		config: config, id: id, telemetry: telemetry, logger: logger,
		periods: make([]int64, periods), stop: make(chan struct{}), done: make(chan struct{}),
	}
}

// start counts what a predecessor lost that did not stop, and begins to keep the number.
func (u *undecided) start(ctx context.Context, host component.Host) error {
	extension, ok := host.GetExtensions()[u.config.Storage].(storage.Extension)
	if !ok {
		return fmt.Errorf("undecided::storage: there is no storage extension %q; name one of service::extensions, such as file_storage", u.config.Storage)
	}
	client, err := extension.GetClient(ctx, component.KindConnector, u.id, "")
	if err != nil {
		return fmt.Errorf("undecided::storage: %w", err)
	}
	stored, err := client.Get(ctx, undecidedKey)
	if err != nil {
		return errors.Join(fmt.Errorf("undecided::storage: %w", err), client.Close(ctx))
	}
	lost := int64(0)
	if len(stored) == 8 {
		lost = int64(binary.BigEndian.Uint64(stored))
	}
	if lost > 0 {
		u.logger.Warn("The collector did not stop in order: spans that the sampler had not decided about are gone. Error spans are not among them",
			zap.Int64("max_spans", lost))
	}
	u.telemetry.ConnectorErrorSpansKilled.Add(ctx, lost)
	u.client = client
	go u.run(context.WithoutCancel(ctx))
	return nil
}

func (u *undecided) run(ctx context.Context) {
	defer close(u.done)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	written := int64(-1)
	for {
		select {
		case <-u.stop:
			return
		case <-ticker.C:
		}
		now := u.turn()
		if now == written {
			continue
		}
		if err := u.client.Set(ctx, undecidedKey, binary.BigEndian.AppendUint64(nil, uint64(now))); err != nil {
			u.logger.Warn("The number of undecided spans could not be written", zap.Error(err))
			continue
		}
		written = now
		u.telemetry.ConnectorErrorSpansUndecided.Record(ctx, now)
	}
}

// turn returns the spans of all periods and begins a new one.
func (u *undecided) turn() int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	sum := int64(0)
	for _, spans := range u.periods {
		sum += spans
	}
	copy(u.periods[1:], u.periods)
	u.periods[0] = 0
	return sum
}

func (u *undecided) add(spans int) {
	u.mu.Lock()
	u.periods[0] += int64(spans)
	u.mu.Unlock()
}

// shutdown forgets the number: a sampler that is stopped decides about all that it has.
func (u *undecided) shutdown(ctx context.Context) error {
	if u.client == nil {
		return nil
	}
	close(u.stop)
	<-u.done
	return errors.Join(u.client.Delete(ctx, undecidedKey), u.client.Close(ctx))
}
