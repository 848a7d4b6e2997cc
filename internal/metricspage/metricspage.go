// SPDX-License-Identifier: Apache-2.0

// Package metricspage reads a metrics page in the Prometheus text format.
package metricspage

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// Page is what one scrape returned.
type Page struct {
	Text     string // as it came
	families map[string]*dto.MetricFamily
}

// Get scrapes a URL.
func Get(ctx context.Context, url string) (*Page, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "text/plain")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", url, resp.Status)
	}
	return Parse(string(text))
}

// Sum adds the values of the counters and gauges of one name whose labels hold all of the wanted ones.
// A name that the page does not have counts as 0.
func (p *Page) Sum(name string, want map[string]string) float64 {
	var sum float64
	p.each(name, want, func(_ map[string]string, value float64) { sum += value })
	return sum
}

// Names are those of all metrics of the page, sorted.
func (p *Page) Names() []string { return slices.Sorted(maps.Keys(p.families)) }

// SumBy adds as Sum does, apart for each value of one label.
func (p *Page) SumBy(name, label string, want map[string]string) map[string]float64 {
	sums := map[string]float64{}
	p.each(name, want, func(labels map[string]string, value float64) { sums[labels[label]] += value })
	return sums
}

func (p *Page) each(name string, want map[string]string, add func(labels map[string]string, value float64)) {
	family, ok := p.families[name]
	if !ok {
		return
	}
metrics:
	for _, m := range family.GetMetric() {
		labels := make(map[string]string, len(m.GetLabel()))
		for _, l := range m.GetLabel() {
			labels[l.GetName()] = l.GetValue()
		}
		for k, v := range want {
			if labels[k] != v {
				continue metrics
			}
		}
		add(labels, m.GetCounter().GetValue()+m.GetGauge().GetValue()+m.GetUntyped().GetValue())
	}
}

// Parse reads a page in the text format.
func Parse(text string) (*Page, error) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("metrics page: %w", err)
	}
	return &Page{Text: text, families: families}, nil
}
