// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/redactionprocessor"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/faultline-otel/faultline/processors/redact"
)

// usualPatterns are what users of upstream's processor write for the same kinds of data.
var usualPatterns = []string{
	`[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}`,                               // e-mail
	`4[0-9]{12}(?:[0-9]{3})?`,                                                      // Visa
	`(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9])[0-9]{12}`, // Mastercard
	`3[47][0-9]{13}`,                                    // American Express
	`\b\d{3}-\d{2}-\d{4}\b`,                             // US social security number
	`\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}`,                   // US phone
	`\b(?:\d{1,3}\.){3}\d{1,3}\b`,                       // IPv4
	`eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*`, // JSON web token
	`(?i)(?:password|passwd|secret|token|api[_-]?key)["']?\s*[:=]\s*["']?[^\s"',;]+`, // keyed secrets
	`AKIA[0-9A-Z]{16}`, // AWS access key
}

func configure(v variant, profiles []string) (processor.Factory, component.Config, error) {
	factory := redact.NewFactory()
	settings := map[string]any{"profiles": anySlice(profiles)}
	if v == upstream {
		factory = redactionprocessor.NewFactory()
		settings = map[string]any{"allow_all_keys": true, "blocked_values": anySlice(usualPatterns)}
	}
	config := factory.CreateDefaultConfig()
	if err := confmap.NewFromStringMap(settings).Unmarshal(config); err != nil {
		return nil, nil, fmt.Errorf("configure %s: %w", factory.Type(), err)
	}
	if err := confmap.Validate(config); err != nil {
		return nil, nil, fmt.Errorf("configure %s: %w", factory.Type(), err)
	}
	return factory, config, nil
}

func anySlice(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

func logsPipeline(v variant, profiles []string) (pipeline, error) {
	request, err := (&plog.ProtoMarshaler{}).MarshalLogs(logs())
	if err != nil {
		return pipeline{}, err
	}
	write, err := consumer.NewLogs(func(_ context.Context, data plog.Logs) error {
		_, err := (&plog.ProtoMarshaler{}).MarshalLogs(data)
		return err
	}, consumer.WithCapabilities(consumer.Capabilities{MutatesData: true}))
	if err != nil {
		return pipeline{}, err
	}
	next := write
	if v != bare {
		factory, config, err := configure(v, profiles)
		if err != nil {
			return pipeline{}, err
		}
		p, err := factory.CreateLogs(context.Background(), processortest.NewNopSettings(factory.Type()), config, write)
		if err != nil {
			return pipeline{}, err
		}
		if err := p.Start(context.Background(), componenttest.NewNopHost()); err != nil {
			return pipeline{}, err
		}
		next = p
	}
	return pipeline{records, func(ctx context.Context) error {
		data, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(request)
		if err != nil {
			return err
		}
		return next.ConsumeLogs(ctx, data)
	}}, nil
}

func tracesPipeline(v variant, profiles []string) (pipeline, error) {
	request, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces())
	if err != nil {
		return pipeline{}, err
	}
	write, err := consumer.NewTraces(func(_ context.Context, data ptrace.Traces) error {
		_, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(data)
		return err
	}, consumer.WithCapabilities(consumer.Capabilities{MutatesData: true}))
	if err != nil {
		return pipeline{}, err
	}
	next := write
	if v != bare {
		factory, config, err := configure(v, profiles)
		if err != nil {
			return pipeline{}, err
		}
		p, err := factory.CreateTraces(context.Background(), processortest.NewNopSettings(factory.Type()), config, write)
		if err != nil {
			return pipeline{}, err
		}
		if err := p.Start(context.Background(), componenttest.NewNopHost()); err != nil {
			return pipeline{}, err
		}
		next = p
	}
	return pipeline{records, func(ctx context.Context) error {
		data, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(request)
		if err != nil {
			return err
		}
		return next.ConsumeTraces(ctx, data)
	}}, nil
}
