// SPDX-License-Identifier: Apache-2.0

package errorspansconnector

import (
	"errors"
	"fmt"

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
}

func createDefaultConfig() component.Config { return &Config{} }

// Validate reports pipelines that are named twice and, as nothing would come out, that none is named.
func (c *Config) Validate() error {
	if len(c.Errors)+len(c.Others)+len(c.All) == 0 {
		return errors.New("errors, others and all are empty: name the pipelines that get the spans, such as errors: [traces/errors]")
	}
	var errs []error
	seen := map[pipeline.ID]string{}
	for _, list := range []struct {
		key string
		ids []pipeline.ID
	}{{"errors", c.Errors}, {"others", c.Others}, {"all", c.All}} {
		for i, id := range list.ids {
			path := fmt.Sprintf("%s[%d]", list.key, i)
			if before, ok := seen[id]; ok {
				errs = append(errs, fmt.Errorf("%s: %q is named by %s already: a span must reach a pipeline once", path, id, before))
			}
			seen[id] = path
			if id.Signal() != pipeline.SignalTraces {
				errs = append(errs, fmt.Errorf("%s: %q is no pipeline of traces: name one, such as traces/errors", path, id))
			}
		}
	}
	return errors.Join(errs...)
}
