// SPDX-License-Identifier: Apache-2.0

package linger

import (
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
)

// defaultDuration is enough for span_metrics that flushes each 5 s and a scrape each 5 s. A new series
// is flushed as zero first and has its value with the next flush.
const defaultDuration = 16 * time.Second

// Config is the configuration of the processor.
type Config struct {
	// Duration is how long what follows keeps running after the last data.
	Duration time.Duration `mapstructure:"duration"`

	_ struct{}
}

var _ confmap.Validator = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{Duration: defaultDuration}
}

// leastDuration is less than any flush and scrape take together. A number without a unit is below it: YAML's 16
// means 16 ns.
const leastDuration = time.Second

// Validate reports a duration that is too short for a scrape.
func (c *Config) Validate() error {
	if c.Duration < leastDuration {
		return fmt.Errorf("duration: %s is too short; write twice the flush interval, the scrape interval and a second together, with the unit, such as %s", c.Duration, defaultDuration)
	}
	return nil
}
