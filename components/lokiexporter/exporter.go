// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/golang/snappy"
	"github.com/grafana/loki/pkg/push"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/faultline-otel/faultline/components/lokiexporter/internal/metadata"
)

// headerTenant is the header that names the tenant of a request.
const headerTenant = "X-Scope-OrgID"

// reasonInvalidTenant is why a record is rejected whose tenant cannot be one.
const reasonInvalidTenant = "invalid_tenant"

const maxRedirects = 10

// lokiExporter sends batches of logs.
type lokiExporter struct {
	config    *Config
	url       string // of the push API
	settings  component.TelemetrySettings
	userAgent string
	rules     *rules
	limiter   *limiter // nil if labels may have any number of values
	telemetry *metadata.TelemetryBuilder
	tenant    string   // of records without a hint
	secrets   []string // what must not be shown of an answer

	client  *http.Client
	buffers sync.Pool // *[]byte
}

func newLokiExporter(cfg *Config, set exporter.Settings) (*lokiExporter, error) {
	r, err := cfg.compile()
	if err != nil {
		return nil, err
	}
	endpoint, err := pushURL(cfg.ClientConfig.Endpoint)
	if err != nil {
		return nil, err
	}
	builder, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	e := &lokiExporter{
		config:    cfg,
		url:       endpoint,
		settings:  set.TelemetrySettings,
		userAgent: fmt.Sprintf("%s/%s (%s/%s)", set.BuildInfo.Command, set.BuildInfo.Version, runtime.GOOS, runtime.GOARCH),
		rules:     r,
		telemetry: builder,
		secrets:   cfg.secrets(),
	}
	if cfg.Cardinality.MaxValues > 0 {
		e.limiter = newLimiter(cfg.Cardinality, time.Now)
		if err := builder.RegisterExporterLokiLabelValuesCallback(e.observeLabelValues); err != nil {
			return nil, err
		}
	}
	for name := range cfg.DefaultLabelsEnabled {
		if !slices.Contains(defaultLabels, name) {
			set.Logger.Warn("default_labels_enabled names a label that is none of the default ones",
				zap.String("label", name), zap.Strings("default_labels", defaultLabels))
		}
	}
	return e, nil
}

func (e *lokiExporter) observeLabelValues(_ context.Context, o metric.Int64Observer) error {
	for label, n := range e.limiter.counts() {
		o.Observe(n, labelAttribute(label))
	}
	return nil
}

func labelAttribute(label string) metric.MeasurementOption {
	return metric.WithAttributeSet(attribute.NewSet(attribute.String("label", label)))
}

func reasonAttribute(reason string) metric.MeasurementOption {
	return metric.WithAttributeSet(attribute.NewSet(attribute.String("reason", reason)))
}

// start makes the client, for which the extensions are needed.
func (e *lokiExporter) start(ctx context.Context, host component.Host) error {
	// The headers of the configuration win over those of a request, but the tenant of a record wins over
	// the one of the configuration.
	client := e.config.ClientConfig
	client.Headers = slices.DeleteFunc(slices.Clone(client.Headers), func(header configopaque.Pair) bool {
		if !strings.EqualFold(header.Name, headerTenant) {
			return false
		}
		e.tenant = string(header.Value)
		return true
	})
	c, err := client.ToClient(ctx, host.GetExtensions(), e.settings)
	if err != nil {
		return err
	}
	// A redirect that would make a GET of the request, as to the page of a login, is an error and not
	// followed: its success would be taken for Loki's.
	c.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if req.Method != http.MethodPost || len(via) >= maxRedirects {
			return http.ErrUseLastResponse
		}
		return nil
	}
	e.client = c
	return nil
}

func (e *lokiExporter) shutdown(context.Context) error {
	if e.client != nil {
		e.client.CloseIdleConnections()
	}
	e.telemetry.Shutdown()
	return nil
}

// outcome is what became of the requests of a batch.
type outcome struct {
	retry     []error       // why records are to be sent again, each reason once
	delay     time.Duration // that Loki asked for
	left      []int         // the records to send again
	permanent []error
	accepted  bool // whether a request was accepted, at least in part
}

// push sends a batch. The error is permanent if nothing of it was accepted and trying again is of no
// use. Otherwise it has the records that are to be sent again, and what of the rest was rejected is in
// the log and counted.
func (e *lokiExporter) push(ctx context.Context, logs plog.Logs) error {
	c := &converter{rules: e.rules, limiter: e.limiter, now: time.Now}
	c.convert(logs)
	var o outcome
	if n := len(c.invalid); n > 0 {
		e.telemetry.ExporterLokiRejectedEntries.Add(ctx, int64(n), reasonAttribute(reasonInvalidTenant))
		o.permanent = append(o.permanent, fmt.Errorf(
			"%d log records have a tenant that Loki does not take; write at most 150 letters, digits and !-_.*'()", n))
	}
	e.sendAll(ctx, requests(c.tenants, e.config.Limits.RequestBytes), &o)
	slices.Sort(o.left)
	e.count(ctx, c, o.left)
	if len(o.retry) == 0 && !o.accepted && len(o.permanent) > 0 {
		return consumererror.NewPermanent(errors.Join(o.permanent...))
	}
	for _, err := range o.permanent {
		e.settings.Logger.Error("Loki rejected a part of the logs; it is dropped", zap.Error(err))
	}
	if len(o.retry) == 0 {
		return nil
	}
	err := consumererror.NewLogs(errors.Join(o.retry...), selectRecords(logs, o.left))
	if o.delay > 0 {
		return exporterhelper.NewThrottleRetry(err, o.delay)
	}
	return err
}

// count counts what the records of a batch met with, except for those that are left to send again.
func (e *lokiExporter) count(ctx context.Context, c *converter, left []int) {
	done := func(position int) bool {
		_, found := slices.BinarySearch(left, position)
		return !found
	}
	cutLines := 0
	for _, position := range c.cut {
		if done(position) {
			cutLines++
		}
	}
	if cutLines > 0 {
		e.telemetry.ExporterLokiCutLines.Add(ctx, int64(cutLines))
	}
	overflows := map[string]int64{}
	for _, o := range c.overflows {
		if done(o.position) {
			overflows[o.label]++
		}
	}
	for label, n := range overflows {
		e.telemetry.ExporterLokiLabelOverflows.Add(ctx, n, labelAttribute(label))
	}
}

// sendAll sends requests. When one is to be sent again, so are those that follow for the same tenant, and
// when Loki cannot be reached, all that follow: they are not tried first.
func (e *lokiExporter) sendAll(ctx context.Context, all []*request, o *outcome) {
	unreachable := false
	busy := map[string]bool{} // tenants
	for _, r := range all {
		if len(r.records) == 0 {
			continue
		}
		if unreachable || busy[r.tenant] {
			o.left = append(o.left, r.records...)
			continue
		}
		err := e.send(ctx, r)
		switch {
		case err == nil:
			o.accepted = true
		case consumererror.IsPermanent(err):
			o.permanent = append(o.permanent, err)
		default:
			if !slices.ContainsFunc(o.retry, func(other error) bool { return other.Error() == err.Error() }) {
				o.retry = append(o.retry, err)
			}
			o.left = append(o.left, r.records...)
			busy[r.tenant] = true
			if status, ok := errors.AsType[*statusError](err); ok {
				o.delay = max(o.delay, status.delay)
			} else {
				unreachable = true
			}
		}
	}
}

// statusError is an answer that Loki may take the same request later.
type statusError struct {
	text  string
	delay time.Duration // that Loki asked for
}

func (e *statusError) Error() string { return e.text }

// send sends a request. It returns nil if Loki took it, or all of it that Loki will ever take, an error
// that is permanent if it took nothing and will not, and any other error if the request is to be sent
// again.
func (e *lokiExporter) send(ctx context.Context, r *request) error {
	body, err := e.encode(r)
	if err != nil {
		return consumererror.NewPermanent(fmt.Errorf("cannot encode the request: %w", err))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return consumererror.NewPermanent(err)
	}
	req.Header.Set("Content-Type", "application/x-protobuf")
	req.Header.Set("User-Agent", e.userAgent)
	tenant := r.tenant
	if tenant == "" {
		tenant = e.tenant
	}
	if tenant != "" {
		req.Header.Set(headerTenant, tenant)
	}
	resp, err := e.client.Do(req)
	if err != nil {
		return fmt.Errorf("cannot send logs to Loki: %w", err)
	}
	defer func() {
		_, _ = io.CopyN(io.Discard, resp.Body, maxAnswerBytes) // so that the connection can be used again
		resp.Body.Close()
	}()
	if resp.StatusCode >= 200 && resp.StatusCode <= 299 {
		return nil
	}
	return e.refused(ctx, r, resp)
}

// encode returns the body of a request: a compressed protobuf message.
func (e *lokiExporter) encode(r *request) ([]byte, error) {
	message := push.PushRequest{Streams: r.streams}
	size := message.Size()
	buffer, ok := e.buffers.Get().(*[]byte)
	if !ok {
		buffer = new([]byte)
	}
	defer e.buffers.Put(buffer)
	*buffer = slices.Grow((*buffer)[:0], size)[:size]
	n, err := message.MarshalToSizedBuffer(*buffer)
	if err != nil {
		return nil, err
	}
	return snappy.Encode(nil, (*buffer)[size-n:]), nil
}

// refused reads an answer that is not a success.
func (e *lokiExporter) refused(ctx context.Context, r *request, resp *http.Response) error {
	answer := readAnswer(resp, e.secrets)
	text := "Loki answered " + strconv.Itoa(resp.StatusCode)
	if name := http.StatusText(resp.StatusCode); name != "" {
		text += " " + name
	}
	if answer != "" {
		text += ": " + shorten(answer)
	}
	if resp.StatusCode < 400 || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500 {
		return &statusError{text: text, delay: retryAfter(resp.Header.Get("Retry-After"), time.Now())}
	}
	entries := len(r.records)
	rejected := []rejection{{"http_" + strconv.Itoa(resp.StatusCode), entries}}
	if resp.StatusCode == http.StatusBadRequest {
		if parts := rejections(answer); len(parts) > 0 {
			rejected = parts
		}
	}
	count := 0
	var reasons []string
	for _, x := range rejected {
		n := min(x.count, entries-count)
		count += n
		reasons = append(reasons, x.reason)
		e.telemetry.ExporterLokiRejectedEntries.Add(ctx, int64(n), reasonAttribute(x.reason))
	}
	if count == entries {
		return consumererror.NewPermanent(errors.New(text))
	}
	e.settings.Logger.Warn("Loki rejected some log entries and took the others of the request",
		zap.Int("rejected", count), zap.Int("sent", entries), zap.Strings("reasons", reasons), zap.String("answer", text))
	return nil
}
