// SPDX-License-Identifier: Apache-2.0

package errorspansconnector

import (
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pipeline"
)

// Config names the pipelines that get the spans. Each of them has the connector as a receiver.
type Config struct {
	// Errors get the spans with an error, before all other pipelines. When one of them refuses, the
	// batch is refused and nothing else gets it.
	Errors []pipeline.ID `mapstructure:"errors"`
	// Others get the spans without an error.
	Others []pipeline.ID `mapstructure:"others"`
	// All get each batch as it came.
	All []pipeline.ID `mapstructure:"all"`
	// Undecided counts what a sampler under all had not decided about when the collector was killed.
	Undecided *UndecidedConfig `mapstructure:"undecided"`

	_ struct{}
}

// UndecidedConfig says where the number of undecided spans is kept, and for how long a span is undecided.
type UndecidedConfig struct {
	// Storage is the storage extension, such as file_storage.
	Storage component.ID `mapstructure:"storage"`
	// Wait is the decision_wait of the sampler.
	Wait time.Duration `mapstructure:"wait"`

	_ struct{}
}

func createDefaultConfig() component.Config { return &Config{} }

// maxWait bounds what is kept in memory for a wait: a number for each second of it.
const maxWait = 24 * time.Hour

// Validate reports all faults: that no pipeline is named, so that nothing would come out, pipelines that are
// named twice, and those of undecided.
func (c *Config) Validate() error {
	return errors.Join(c.validatePipelines(), c.validateUndecided())
}

func (c *Config) validatePipelines() error {
	if len(c.Errors)+len(c.Others)+len(c.All) == 0 {
		return errors.New("errors, others and all are empty; write the pipelines that get the spans, such as errors: [traces/errors]")
	}
	var errs []error
	seen := map[pipeline.ID]string{}
	for _, list := range []struct {
		key string
		ids []pipeline.ID
	}{{"errors", c.Errors}, {"others", c.Others}, {"all", c.All}} {
		for i, id := range list.ids {
			path := fmt.Sprintf("%s::%d", list.key, i)
			if before, ok := seen[id]; ok {
				errs = append(errs, fmt.Errorf("%s: %q is also under %s; write it once, so that a span reaches a pipeline once", path, id, before))
			}
			seen[id] = path
			if id.Signal() != pipeline.SignalTraces {
				errs = append(errs, fmt.Errorf("%s: %q is not a traces pipeline; write one, such as traces/errors", path, id))
			}
		}
	}
	return errors.Join(errs...)
}

// validateUndecided reports a storage that is not named, a wait that no sampler has, and that there is no
// sampler whose spans could be counted.
func (c *Config) validateUndecided() error {
	if c.Undecided == nil {
		return nil
	}
	var errs []error
	if len(c.All) == 0 {
		errs = append(errs, errors.New("undecided: there is no sampler to count for; write its pipeline under all, such as all: [traces/sampling], or leave undecided out"))
	}
	if c.Undecided.Storage == (component.ID{}) {
		errs = append(errs, errors.New("undecided::storage: must not be empty; write the id of a storage extension, such as file_storage"))
	}
	switch wait := c.Undecided.Wait; {
	case wait <= 0:
		errs = append(errs, fmt.Errorf("undecided::wait: %s is too short; write the decision_wait of the sampler, such as 10s", wait))
	case wait > maxWait:
		errs = append(errs, fmt.Errorf("undecided::wait: %s is too long; write the decision_wait of the sampler, at most %s", wait, maxWait))
	}
	return errors.Join(errs...)
}
