// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configretry"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
)

// Config is the configuration of the exporter.
type Config struct {
	// ClientConfig is how requests are sent. Its endpoint is the URL of Loki's push API, of which the
	// path may be left out.
	ClientConfig confighttp.ClientConfig `mapstructure:",squash"`
	// QueueConfig is the queue in front of the exporter, and how batches are made.
	QueueConfig configoptional.Optional[exporterhelper.QueueBatchConfig] `mapstructure:"sending_queue"`
	// RetryConfig is how requests are sent again.
	RetryConfig configretry.BackOffConfig `mapstructure:"retry_on_failure"`
	// DefaultLabelsEnabled switches default labels off: exporter, job, instance, level. One that it does
	// not name is on.
	DefaultLabelsEnabled map[string]bool `mapstructure:"default_labels_enabled"`
	// Labels are further labels, by name, with the field of the record that is their value.
	Labels map[string]string `mapstructure:"labels"`
	// StructuredMetadata is the structured metadata of an entry, by name, with the field of the record
	// that is its value.
	StructuredMetadata map[string]string `mapstructure:"structured_metadata"`
	// Line is how lines are made of records.
	Line LineConfig `mapstructure:"line"`
	// Limits are limits of Loki to stay within.
	Limits LimitsConfig `mapstructure:"limits"`
	// Cardinality bounds the number of values of a label.
	Cardinality CardinalityConfig `mapstructure:"cardinality"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// LineConfig is how lines are made of records that do not say it by the hint loki.format.
type LineConfig struct {
	// Format is json, logfmt or raw.
	Format string `mapstructure:"format"`
	// Fields are what a JSON or logfmt line has, by name: fields of the record, or texts with fields in
	// braces. Empty means all of the record.
	Fields map[string]string `mapstructure:"fields"`
	// Template is the line as a text with fields in braces. It excludes Format and Fields.
	Template string `mapstructure:"template"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// LimitsConfig are limits of Loki. 0 is no limit.
type LimitsConfig struct {
	// LineBytes is the longest line in bytes. Longer ones are cut.
	LineBytes int `mapstructure:"line_bytes"`
	// LabelValueBytes is the longest value of a label in bytes. Longer ones are cut.
	LabelValueBytes int `mapstructure:"label_value_bytes"`
	// Labels is the greatest number of labels of a stream. Those that attributes ask for beyond it are
	// left out.
	Labels int `mapstructure:"labels"`
	// RequestBytes is about the greatest size of a request in bytes, before compression. Batches are
	// divided.
	RequestBytes int `mapstructure:"request_bytes"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// CardinalityConfig bounds the number of values of a label.
type CardinalityConfig struct {
	// MaxValues is how many values a label of a tenant may have within a window. 0 is no limit.
	MaxValues int `mapstructure:"max_values"`
	// Window is the time without a record after which a value no longer counts.
	Window time.Duration `mapstructure:"window"`
	// OverflowValue replaces the value of a label beyond the limit.
	OverflowValue string `mapstructure:"overflow_value"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// defaultLabels are the labels that default_labels_enabled switches.
var defaultLabels = []string{labelExporter, labelJob, labelInstance, labelLevel}

// leastLineBytes is the smallest limit of lines: it leaves room for some text and the marker of a cut.
const leastLineBytes = 256

var _ confmap.Validator = (*Config)(nil)

func createDefaultConfig() component.Config {
	client := confighttp.NewDefaultClientConfig()
	client.Timeout = 30 * time.Second
	client.WriteBufferSize = 512 << 10
	return &Config{
		ClientConfig:         client,
		QueueConfig:          configoptional.Some(exporterhelper.NewDefaultQueueConfig()),
		RetryConfig:          configretry.NewDefaultBackOffConfig(),
		DefaultLabelsEnabled: map[string]bool{labelExporter: true, labelJob: true, labelInstance: true, labelLevel: true},
		Line:                 LineConfig{Format: formatJSON},
		Limits: LimitsConfig{
			// Loki's defaults of max_line_size, max_label_value_length and max_label_names_per_series.
			LineBytes:       256 << 10,
			LabelValueBytes: 2048,
			Labels:          15,
			// Half of the message that an ingester takes by default (grpc_server_max_recv_msg_size).
			RequestBytes: 2 << 20,
		},
		Cardinality: CardinalityConfig{
			// Loki's default of max_global_streams_per_user.
			MaxValues:     5000,
			Window:        time.Hour,
			OverflowValue: "__overflow__",
		},
	}
}

// Validate reports everything that is wrong with the configuration.
func (c *Config) Validate() error {
	_, err := c.compile()
	return err
}

// compile compiles the configuration. The error joins all that is wrong with it.
func (c *Config) compile() (*rules, error) {
	line, lineErr := c.Line.compile(c.Limits.LineBytes)
	labels, labelsErr := c.labels()
	structured, metadataErr := c.structuredMetadata()
	err := errors.Join(
		validateEndpoint(c.ClientConfig.Endpoint),
		labelsErr,
		metadataErr,
		lineErr,
		c.Limits.validate(),
		c.Cardinality.validate(c.Limits.LabelValueBytes),
	)
	if err != nil {
		return nil, err
	}
	return &rules{
		labels: labelRules{
			exporter:   c.defaultLabel(labelExporter),
			job:        c.defaultLabel(labelJob),
			instance:   c.defaultLabel(labelInstance),
			level:      c.defaultLabel(labelLevel),
			configured: labels,
		},
		metadata:      structured,
		line:          line,
		maxLabels:     c.Limits.Labels,
		maxLabelValue: c.Limits.LabelValueBytes,
		overflow:      c.Cardinality.OverflowValue,
	}, nil
}

func (c *Config) defaultLabel(name string) bool {
	enabled, found := c.DefaultLabelsEnabled[name]
	return enabled || !found
}

// pushPath is the path of Loki's push API.
const pushPath = "/loki/api/v1/push"

// pushURL returns the URL that an endpoint stands for: without a path, that of the push API is meant.
func pushURL(endpoint string) (string, error) {
	u, err := url.Parse(endpoint)
	if err == nil && (u.Path == "" || u.Path == "/") {
		u.Path = pushPath
		return u.String(), nil
	}
	return endpoint, err
}

func validateEndpoint(endpoint string) error {
	const example = "http://localhost:3100" + pushPath
	if endpoint == "" {
		return fmt.Errorf("endpoint: must not be empty; write the URL of Loki's push API, for example %s", example)
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		// The error has the URL, which may have a password.
		return fmt.Errorf("endpoint: is not a URL; write for example %s", example)
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return fmt.Errorf("endpoint: %q is not the URL of an HTTP server; write for example %s", u.Redacted(), example)
	case strings.HasSuffix(u.Path, "/otlp") || strings.HasSuffix(u.Path, "/v1/logs"):
		return fmt.Errorf("endpoint: %q is Loki's OTLP endpoint, which the exporter otlp_http sends to; write here for example %s", u.Redacted(), example)
	}
	return nil
}

// labels compiles the labels of the configuration.
func (c *Config) labels() ([]configuredLabel, error) {
	var errs []error
	compiled, err := references("labels", c.Labels)
	errs = append(errs, err)
	for _, l := range compiled {
		if strings.HasPrefix(l.name, "__") {
			errs = append(errs, fmt.Errorf("labels::%s: names that begin with __ are Loki's own; write %q", l.name, strings.TrimLeft(l.name, "_")))
		}
		switch l.ref.field {
		case fieldBody, fieldTraceID, fieldSpanID, fieldTimestamp, fieldObservedTimestamp, fieldAttributes, fieldResourceAttributes:
			errs = append(errs, fmt.Errorf("labels::%s: %q would make a stream of almost every record; write it under structured_metadata", l.name, c.Labels[l.name]))
		}
	}
	enabled := 0
	for _, name := range defaultLabels {
		if _, configured := c.Labels[name]; !configured && c.defaultLabel(name) {
			enabled++
		}
	}
	if limit := c.Limits.Labels; limit > 0 && len(c.Labels)+enabled > limit {
		errs = append(errs, fmt.Errorf("labels: there are %d, with the default labels %d, and limits::labels is %d; take some out, or raise the limit here and max_label_names_per_series in Loki", len(c.Labels), len(c.Labels)+enabled, limit))
	}
	return compiled, errors.Join(errs...)
}

// structuredMetadata compiles the structured metadata of the configuration.
func (c *Config) structuredMetadata() ([]configuredLabel, error) {
	compiled, err := references("structured_metadata", c.StructuredMetadata)
	if n := len(c.StructuredMetadata); n > maxMetadataNames {
		err = errors.Join(err, fmt.Errorf("structured_metadata: there are %d names; write at most %d, which is Loki's limit", n, maxMetadataNames))
	}
	return compiled, err
}

// references compiles a map of names to fields. They are returned in the order of the names.
func references(path string, fields map[string]string) ([]configuredLabel, error) {
	var errs []error
	compiled := make([]configuredLabel, 0, len(fields))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if name == "" {
			errs = append(errs, fmt.Errorf("%s: there is an empty name; write the name of a label", path))
			continue
		}
		if valid := labelName(name); valid != name {
			errs = append(errs, fmt.Errorf("%s::%s: is not a valid name; write %q", path, name, valid))
		}
		ref, err := parseReference(fields[name])
		if err != nil {
			errs = append(errs, fmt.Errorf("%s::%s: %w", path, name, err))
			continue
		}
		compiled = append(compiled, configuredLabel{name: name, ref: ref})
	}
	return compiled, errors.Join(errs...)
}

// compile compiles how lines are made.
func (c *LineConfig) compile(limit int) (lineFormat, error) {
	var errs []error
	compiled := lineFormat{format: c.Format, limit: limit}
	switch c.Format {
	case formatJSON, formatLogfmt, formatRaw:
	default:
		errs = append(errs, fmt.Errorf("line::format: unknown format %q; write %s, %s or %s", c.Format, formatJSON, formatLogfmt, formatRaw))
	}
	if c.Template != "" {
		t, err := parseTemplate(c.Template)
		if err != nil {
			errs = append(errs, fmt.Errorf("line::template: %q: %w", c.Template, err))
		}
		if len(c.Fields) > 0 {
			errs = append(errs, errors.New("line::template: there are line::fields, too; write one of them"))
		}
		compiled.template = t
	}
	if len(c.Fields) > 0 && c.Format == formatRaw {
		errs = append(errs, fmt.Errorf("line::fields: the format %s has no fields; write %s or %s", formatRaw, formatJSON, formatLogfmt))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
		text := c.Fields[name]
		if name == "" {
			errs = append(errs, fmt.Errorf("line::fields: the name of %q is empty; write the name that it has in the line", text))
			continue
		}
		f := lineField{name: name}
		var err error
		if strings.ContainsAny(text, "{}") {
			f.template, err = parseTemplate(text)
		} else {
			f.ref, err = parseReference(text)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("line::fields::%s: %w", name, err))
		}
		compiled.fields = append(compiled.fields, f)
	}
	return compiled, errors.Join(errs...)
}

func (c *LimitsConfig) validate() error {
	var errs []error
	for _, l := range []struct {
		key          string
		value, least int
	}{
		{"line_bytes", c.LineBytes, leastLineBytes},
		{"label_value_bytes", c.LabelValueBytes, 16},
		{"labels", c.Labels, 1},
		{"request_bytes", c.RequestBytes, 64 << 10},
	} {
		if l.value != 0 && l.value < l.least {
			errs = append(errs, fmt.Errorf("limits::%s: %d is too small; write %d or more, or 0 for no limit", l.key, l.value, l.least))
		}
	}
	return errors.Join(errs...)
}

func (c *CardinalityConfig) validate(maxValueBytes int) error {
	var errs []error
	if c.MaxValues < 0 {
		errs = append(errs, fmt.Errorf("cardinality::max_values: %d is negative; write a number of values, or 0 for no limit", c.MaxValues))
	}
	if c.MaxValues > 0 && c.Window < time.Second {
		errs = append(errs, fmt.Errorf("cardinality::window: %s is too short; write 1s or more", c.Window))
	}
	if c.MaxValues > 0 && c.OverflowValue == "" {
		errs = append(errs, errors.New("cardinality::overflow_value: must not be empty, since Loki takes an empty label for none; write for example __overflow__"))
	}
	if maxValueBytes > 0 && len(c.OverflowValue) > maxValueBytes {
		errs = append(errs, fmt.Errorf("cardinality::overflow_value: has %d bytes; write at most %d, which is limits::label_value_bytes", len(c.OverflowValue), maxValueBytes))
	}
	return errors.Join(errs...)
}

// secrets returns the secrets of the configuration that an answer may quote.
func (c *Config) secrets() []string {
	var secrets []string
	add := func(s string) {
		if len(s) >= minSecret {
			secrets = append(secrets, s)
		}
	}
	for _, value := range c.ClientConfig.Headers.Iter {
		add(string(value))
		if _, credentials, found := strings.Cut(string(value), " "); found { // after the scheme
			add(credentials)
		}
	}
	if endpoint, err := url.Parse(c.ClientConfig.Endpoint); err == nil {
		if password, ok := endpoint.User.Password(); ok {
			add(password)
		}
	}
	return secrets
}
