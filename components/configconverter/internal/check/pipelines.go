// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// has returns the index of the first processor of one of the types.
func (p pipeline) has(types ...string) (int, bool) {
	i := slices.IndexFunc(p.processors, func(id string) bool { return slices.Contains(types, typeOf(id)) })
	return i, i >= 0
}

// sources returns the receivers of a pipeline that are not connectors.
func (c *configuration) sources(p pipeline) []string {
	return slices.DeleteFunc(slices.Clone(p.receivers), c.isConnector)
}

// before returns the pipelines that lead into this one, through connectors.
func (c *configuration) before(p pipeline) []pipeline {
	var found []pipeline
	for _, q := range c.pipelines {
		if slices.ContainsFunc(p.receivers, func(id string) bool { return c.isConnector(id) && slices.Contains(q.exporters, id) }) {
			found = append(found, q)
		}
	}
	return found
}

// upstream returns all pipelines on the ways that lead into this one, itself first.
func (c *configuration) upstream(p pipeline) []pipeline {
	all := []pipeline{p}
	for i := 0; i < len(all); i++ {
		for _, q := range c.before(all[i]) {
			if !slices.ContainsFunc(all, func(known pipeline) bool { return known.id == q.id }) {
				all = append(all, q)
			}
		}
	}
	return all
}

func memoryLimiterMissing(c *configuration, report report) {
	for _, p := range c.pipelines {
		if _, ok := p.has("memorylimiter"); !ok && len(c.sources(p)) > 0 {
			report(fmt.Sprintf("pipeline %q has no memory_limiter", p.id),
				"write memory_limiter: {check_interval: 1s, limit_percentage: 80, spike_limit_percentage: 20} under processors, and name it first in the pipeline",
				p.path(processors)...)
		}
	}
}

func memoryLimiterNotFirst(c *configuration, report report) {
	for _, p := range c.pipelines {
		if i, ok := p.has("memorylimiter"); ok && i > 0 {
			report("memory_limiter comes after "+p.processors[0],
				fmt.Sprintf("write processors: [%s]", strings.Join(moved(p.processors, i, 0), ", ")), p.path(processors, strconv.Itoa(i))...)
		}
	}
}

// moved returns the list with one element at another index.
func moved(list []string, from, to int) []string {
	element := list[from]
	return slices.Insert(slices.Delete(slices.Clone(list), from, from+1), to, element)
}

func batchBeforeSampling(c *configuration, report report) {
	for _, p := range c.pipelines {
		sampler, ok := p.has("tailsampling")
		if !ok {
			continue
		}
		for _, q := range c.upstream(p) {
			batch, ok := q.has("batch")
			if !ok || q.id == p.id && batch > sampler {
				continue
			}
			report("batch comes before "+p.processors[sampler],
				"put it after the sampler, or use sending_queue: {batch: {}} of the exporter", q.path(processors, strconv.Itoa(batch))...)
		}
	}
}

// redactors are the processors that take out what must not leave.
var redactors = []string{"redact", "redaction"}

// ways reports whether traces or logs can reach the end of a pipeline through a redactor, and whether they
// can reach it without passing one.
func (c *configuration) ways(p pipeline, visited []string) (redacted, bare bool) {
	if slices.Contains(visited, p.id) {
		return false, false
	}
	visited = append(slices.Clip(visited), p.id)
	bare = len(c.sources(p)) > 0 && p.signal != "metrics"
	for _, q := range c.before(p) {
		r, b := c.ways(q, visited)
		redacted, bare = redacted || r, bare || b
	}
	if _, ok := p.has(redactors...); ok {
		return redacted || bare, false
	}
	return redacted, bare
}

// leaks calls visit for each exporter that sends to another host what no redactor has seen.
func (c *configuration) leaks(visit func(p pipeline, index int, target string, redactedElsewhere bool)) {
	for _, p := range c.pipelines {
		if _, bare := c.ways(p, nil); !bare {
			continue
		}
		for i, id := range p.exporters {
			target, outside := c.outside(id)
			if outside {
				visit(p, i, target, c.redactsFor(p))
			}
		}
	}
}

// redactsFor reports whether a receiver of this pipeline has its data redacted in another.
func (c *configuration) redactsFor(p pipeline) bool {
	var sources []string
	for _, q := range c.upstream(p) {
		sources = append(sources, c.sources(q)...)
	}
	return slices.ContainsFunc(c.pipelines, func(q pipeline) bool {
		if q.signal != p.signal {
			return false
		}
		if redacted, _ := c.ways(q, nil); !redacted {
			return false
		}
		return slices.ContainsFunc(c.upstream(q), func(r pipeline) bool {
			return slices.ContainsFunc(c.sources(r), func(id string) bool { return slices.Contains(sources, id) })
		})
	})
}

func redactionMissing(c *configuration, report report) {
	c.leaks(func(p pipeline, i int, target string, redactedElsewhere bool) {
		if !redactedElsewhere {
			report(fmt.Sprintf("%s of pipeline %q go to %s without redaction", p.signal, p.id, target),
				"write redact: {} under processors, and name it in the pipeline", p.path(exporters, strconv.Itoa(i))...)
		}
	})
}

func redactionBypassed(c *configuration, report report) {
	c.leaks(func(p pipeline, i int, target string, redactedElsewhere bool) {
		if redactedElsewhere {
			report(fmt.Sprintf("%s reach %s without passing redaction", p.signal, target),
				fmt.Sprintf("put redaction into pipeline %q too, or move this exporter to a pipeline after it", p.id), p.path(exporters, strconv.Itoa(i))...)
		}
	})
}

// local are the exporters that send nothing to another host.
var local = []string{"debug", "logging", "nop", "file", "prometheus"}

// outside reports whether an exporter sends to another host, and to which.
func (c *configuration) outside(id string) (target string, outside bool) {
	p, defined := c.part(exporters, id)
	if !defined || slices.Contains(local, p.typ) {
		return "", false
	}
	var addresses []string
	walk(p.settings, nil, func(keyPath []string, value any) {
		if len(keyPath) == 0 || strings.HasPrefix(strings.Join(keyPath, "::"), "auth") {
			return
		}
		switch key := keyPath[len(keyPath)-1]; {
		case key == "endpoint" || strings.HasSuffix(key, "_endpoint") || key == "url" || key == "hostname" || key == "service":
			addresses = append(addresses, asString(value))
		case key == "brokers" || key == "hostnames":
			addresses = append(addresses, stringList(value)...)
		}
	})
	addresses = slices.DeleteFunc(addresses, func(address string) bool { return address == "" })
	for _, address := range addresses {
		if host := hostOf(address); !isLoopback(host) && !isAnyAddress(host) {
			return host, true
		}
	}
	return id, len(addresses) == 0
}

// hostOf returns the host of a URL, of host:port or of a name of gRPC such as dns:///host:port.
func hostOf(address string) string {
	if strings.HasPrefix(address, "unix:") {
		return "localhost"
	}
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Hostname()
	}
	if _, path, ok := strings.Cut(address, ":///"); ok {
		address = path
	}
	address, _, _ = strings.Cut(address, "/")
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return address
}
