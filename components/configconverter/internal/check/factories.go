// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"errors"

	"github.com/open-telemetry/opentelemetry-collector-contrib/connector/countconnector"
	"github.com/open-telemetry/opentelemetry-collector-contrib/connector/signaltometricsconnector"
	"github.com/open-telemetry/opentelemetry-collector-contrib/connector/spanmetricsconnector"
	"github.com/open-telemetry/opentelemetry-collector-contrib/exporter/loadbalancingexporter"
	"github.com/open-telemetry/opentelemetry-collector-contrib/extension/basicauthextension"
	"github.com/open-telemetry/opentelemetry-collector-contrib/extension/bearertokenauthextension"
	"github.com/open-telemetry/opentelemetry-collector-contrib/extension/oauth2clientauthextension"
	"github.com/open-telemetry/opentelemetry-collector-contrib/extension/oidcauthextension"
	"github.com/open-telemetry/opentelemetry-collector-contrib/extension/storage/filestorage"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/attributesprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/cumulativetodeltaprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/filterprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/metricstransformprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/probabilisticsamplerprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/redactionprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/resourceprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/spanprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/transformprocessor"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	tracenoop "go.opentelemetry.io/otel/trace/noop"
	"go.uber.org/zap"

	"github.com/faultline-otel/faultline/components/errorspansconnector"
	"github.com/faultline-otel/faultline/components/lokiexporter"
	"github.com/faultline-otel/faultline/processors/errorlocation"
	"github.com/faultline-otel/faultline/processors/linger"
	"github.com/faultline-otel/faultline/processors/redact"
)

// compilers are the components that are compiled here: those of the default flavour that compile something
// which the user wrote. Both flavours have them anyway, so that none is linked for this purpose alone.
var compilers = map[string]map[string]compiler{
	extensions: byType(extensionCompiler,
		filestorage.NewFactory(),
		basicauthextension.NewFactory(),
		bearertokenauthextension.NewFactory(),
		oauth2clientauthextension.NewFactory(),
		oidcauthextension.NewFactory(),
	),
	processors: byType(processorCompiler,
		attributesprocessor.NewFactory(),
		cumulativetodeltaprocessor.NewFactory(),
		errorlocation.NewFactory(),
		filterprocessor.NewFactory(),
		linger.NewFactory(),
		metricstransformprocessor.NewFactory(),
		probabilisticsamplerprocessor.NewFactory(),
		redact.NewFactory(),
		redactionprocessor.NewFactory(),
		resourceprocessor.NewFactory(),
		spanprocessor.NewFactory(),
		tailsamplingprocessor.NewFactory(),
		transformprocessor.NewFactory(),
	),
	connectors: byType(connectorCompiler,
		countconnector.NewFactory(),
		errorspansconnector.NewFactory(),
		signaltometricsconnector.NewFactory(),
		spanmetricsconnector.NewFactory(),
	),
	exporters: byType(exporterCompiler,
		loadbalancingexporter.NewFactory(),
		lokiexporter.NewFactory(),
	),
}

// compiler decodes, validates and creates the components of one type.
type compiler struct {
	component.Factory

	// create makes the component for one use of it in the pipelines. The component is nil where the
	// factory has none for that use.
	create func(context.Context, component.ID, component.Config, use) (component.Component, error)
}

// use is the signals of the pipelines that lead to a component and, for a connector, away from it.
type use struct{ from, to string }

func byType[F component.Factory](newCompiler func(F) compiler, factories ...F) map[string]compiler {
	compilers := make(map[string]compiler, len(factories))
	for _, factory := range factories {
		compilers[typeOf(factory.Type().String())] = newCompiler(factory)
	}
	return compilers
}

// errUnsupported is returned for uses that upstream's own check of the pipelines refuses, that have no stable
// factory, or that cannot be created without the pipelines around them: only the configuration is checked.
var errUnsupported = errors.New("not supported")

func extensionCompiler(f extension.Factory) compiler {
	return compiler{f, func(ctx context.Context, id component.ID, cfg component.Config, _ use) (component.Component, error) {
		if _, makesFolders := cfg.(*filestorage.Config); makesFolders {
			return nil, errUnsupported
		}
		return f.Create(ctx, extension.Settings{ID: id, TelemetrySettings: telemetry()}, cfg)
	}}
}

func processorCompiler(f processor.Factory) compiler {
	return compiler{f, func(ctx context.Context, id component.ID, cfg component.Config, u use) (component.Component, error) {
		settings := processor.Settings{ID: id, TelemetrySettings: telemetry()}
		switch u.from {
		case "traces":
			return f.CreateTraces(ctx, settings, cfg, nowhere{})
		case "metrics":
			return f.CreateMetrics(ctx, settings, cfg, nowhere{})
		case "logs":
			return f.CreateLogs(ctx, settings, cfg, nowhere{})
		}
		return nil, errUnsupported
	}}
}

func exporterCompiler(f exporter.Factory) compiler {
	return compiler{f, func(ctx context.Context, id component.ID, cfg component.Config, u use) (component.Component, error) {
		settings := exporter.Settings{ID: id, TelemetrySettings: telemetry()}
		switch u.from {
		case "traces":
			return f.CreateTraces(ctx, settings, cfg)
		case "metrics":
			return f.CreateMetrics(ctx, settings, cfg)
		case "logs":
			return f.CreateLogs(ctx, settings, cfg)
		}
		return nil, errUnsupported
	}}
}

func connectorCompiler(f connector.Factory) compiler {
	return compiler{f, func(ctx context.Context, id component.ID, cfg component.Config, u use) (component.Component, error) {
		settings := connector.Settings{ID: id, TelemetrySettings: telemetry()}
		switch u {
		case use{"traces", "metrics"}:
			return f.CreateTracesToMetrics(ctx, settings, cfg, nowhere{})
		case use{"metrics", "metrics"}:
			return f.CreateMetricsToMetrics(ctx, settings, cfg, nowhere{})
		case use{"logs", "metrics"}:
			return f.CreateLogsToMetrics(ctx, settings, cfg, nowhere{})
		}
		return nil, errUnsupported
	}}
}

func telemetry() component.TelemetrySettings {
	return component.TelemetrySettings{
		Logger:         zap.NewNop(),
		TracerProvider: tracenoop.NewTracerProvider(),
		MeterProvider:  metricnoop.NewMeterProvider(),
		Resource:       pcommon.NewResource(),
	}
}

// nowhere is the consumer behind a component that is created and never given data.
type nowhere struct{}

func (nowhere) Capabilities() consumer.Capabilities                   { return consumer.Capabilities{} }
func (nowhere) ConsumeTraces(context.Context, ptrace.Traces) error    { return nil }
func (nowhere) ConsumeMetrics(context.Context, pmetric.Metrics) error { return nil }
func (nowhere) ConsumeLogs(context.Context, plog.Logs) error          { return nil }

// noExtensions is the host of a component that is started only to compile its configuration.
type noExtensions struct{}

func (noExtensions) GetExtensions() map[component.ID]component.Component { return nil }
