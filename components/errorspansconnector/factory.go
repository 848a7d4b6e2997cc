// SPDX-License-Identifier: Apache-2.0

package errorspansconnector

import (
	"context"
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pipeline"

	"github.com/faultline-otel/faultline/components/errorspansconnector/internal/metadata"
)

// NewFactory returns the factory of the connector.
func NewFactory() connector.Factory {
	return connector.NewFactory(
		metadata.Type,
		createDefaultConfig,
		connector.WithTracesToTraces(createTracesToTraces, metadata.TracesToTracesStability),
	)
}

func createTracesToTraces(_ context.Context, set connector.Settings, cfg component.Config, next consumer.Traces) (connector.Traces, error) {
	router, ok := next.(connector.TracesRouterAndConsumer)
	if !ok {
		return nil, errors.New("the connector must stand between pipelines")
	}
	config := cfg.(*Config)
	c := &errorSpansConnector{}
	var errs []error
	lookUp := func(key string, ids []pipeline.ID) consumer.Traces {
		if len(ids) == 0 {
			return nil
		}
		pipelines, err := router.Consumer(ids...)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w; list %s under the receivers of each pipeline named here", key, err, set.ID))
		}
		return pipelines
	}
	c.errors = lookUp("errors", config.Errors)
	c.others = lookUp("others", config.Others)
	c.all = lookUp("all", config.All)
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	var err error
	if c.telemetry, err = metadata.NewTelemetryBuilder(set.TelemetrySettings); err != nil {
		return nil, err
	}
	if config.Undecided != nil {
		c.undecided = newUndecided(*config.Undecided, set.ID, c.telemetry, set.Logger)
	}
	return c, nil
}
