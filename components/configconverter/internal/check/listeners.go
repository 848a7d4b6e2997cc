// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
)

// listener is an address that a component or the collector itself binds.
type listener struct {
	part             part
	network, address string
	// keyPath leads to the address, or to where it would be written; settings are those around it.
	keyPath  []string
	settings map[string]any
	written  bool
}

// bindings say where the components listen: the keys that lead to the settings of the listener, if these are
// not those of the component; the key of the address; and the default address.
var bindings = map[string]map[string][]binding{
	receivers: {
		"otlp": {
			{"tcp", []string{"protocols", "grpc"}, "endpoint", "localhost:4317"},
			{"tcp", []string{"protocols", "http"}, "endpoint", "localhost:4318"},
		},
		"jaeger": {
			{"tcp", []string{"protocols", "grpc"}, "endpoint", "localhost:14250"},
			{"tcp", []string{"protocols", "thrift_http"}, "endpoint", "localhost:14268"},
			{"udp", []string{"protocols", "thrift_compact"}, "endpoint", "localhost:6831"},
			{"udp", []string{"protocols", "thrift_binary"}, "endpoint", "localhost:6832"},
		},
		"zipkin":        {{"tcp", nil, "endpoint", "localhost:9411"}},
		"fluentforward": {{"tcp", nil, "endpoint", ""}},
		"statsd":        {{"udp", nil, "endpoint", "localhost:8125"}},
		"syslog":        {{"tcp", []string{"tcp"}, "listen_address", ""}, {"udp", []string{"udp"}, "listen_address", ""}},
		"tcplog":        {{"tcp", nil, "listen_address", ""}},
		"udplog":        {{"udp", nil, "listen_address", ""}},
		"carbon":        {{"tcp", nil, "endpoint", "localhost:2003"}},
		"collectd":      {{"tcp", nil, "endpoint", "localhost:8081"}},
		"influxdb":      {{"tcp", nil, "endpoint", "localhost:8086"}},
		"wavefront":     {{"tcp", nil, "endpoint", "localhost:2003"}},
	},
	exporters: {
		"prometheus": {{"tcp", nil, "endpoint", ""}},
	},
	extensions: {
		"healthcheck": {{"tcp", nil, "endpoint", "localhost:13133"}},
		"pprof":       {{"tcp", nil, "endpoint", "localhost:1777"}},
		"zpages":      {{"tcp", nil, "endpoint", "localhost:55679"}},
	},
}

type binding struct {
	network     string
	keys        []string
	key, preset string
}

// listeners returns what a start would bind.
func (c *configuration) listeners() []listener {
	var found []listener
	for _, section := range []string{receivers, exporters, extensions} {
		for _, p := range c.running(section) {
			for _, b := range bindings[section][p.typ] {
				if l, ok := b.listener(p); ok {
					found = append(found, l)
				}
			}
		}
	}
	return append(found, c.telemetryListeners()...)
}

func (b binding) listener(p part) (listener, bool) {
	settings := p.settings
	if len(b.keys) > 0 {
		parent := asMap(lookup(settings, b.keys[:len(b.keys)-1]...))
		own, written := parent[b.keys[len(b.keys)-1]]
		if !written {
			return listener{}, false
		}
		settings = asMap(own)
	}
	address, written := settings[b.key]
	l := listener{
		part: p, network: b.network, address: asString(address), written: written,
		keyPath: p.path(append(slices.Clone(b.keys), b.key)...), settings: settings,
	}
	if !written {
		l.address = b.preset
	}
	switch transport := asString(settings["transport"]); {
	case strings.HasPrefix(transport, "unix"), strings.HasPrefix(l.address, "unix:"):
		return listener{}, false
	case strings.HasPrefix(transport, "tcp"), strings.HasPrefix(transport, "udp"):
		l.network = transport[:3]
	}
	return l, l.address != ""
}

// telemetryListeners are the pages of the collector's own metrics.
func (c *configuration) telemetryListeners() []listener {
	metrics := asMap(lookup(c.root, "service", "telemetry", "metrics"))
	if strings.EqualFold(asString(metrics["level"]), "none") {
		return nil
	}
	keyPath := []string{"service", "telemetry", "metrics"}
	readers, written := metrics["readers"]
	if !written {
		return []listener{{network: "tcp", address: "localhost:8888", keyPath: keyPath}}
	}
	var found []listener
	for i, reader := range asList(readers) {
		settings := asMap(lookup(reader, "pull", "exporter", "prometheus"))
		if settings == nil {
			continue
		}
		host, port := asString(settings["host"]), asString(settings["port"])
		if host == "" {
			host = "localhost"
		}
		if port == "" {
			port = "9464"
		}
		found = append(found, listener{
			network: "tcp", address: net.JoinHostPort(host, port), settings: settings, written: true,
			keyPath: append(slices.Clone(keyPath), "readers", strconv.Itoa(i), "pull", "exporter", "prometheus", "port"),
		})
	}
	return found
}

// name returns whose listener it is.
func (l listener) name() string {
	if l.part.id == "" {
		return "the collector's own metrics"
	}
	return strings.Join(l.keyPath[:len(l.keyPath)-1], "::")
}

// split returns host and port; ok is false if the address is invalid.
func (l listener) split() (host string, port int, ok bool) {
	host, text, err := net.SplitHostPort(l.address)
	if err != nil {
		return "", 0, false
	}
	port, err = net.LookupPort(l.network, text)
	return host, port, err == nil && port >= 0 && port <= 65535
}

func addressInUse(c *configuration, report report) {
	all := c.listeners()
	for i, l := range all {
		for _, earlier := range all[:i] {
			if l.collides(earlier) {
				report(fmt.Sprintf("%s listens on %s, as %s does", l.name(), l.address, earlier.name()),
					"give one of them another port", l.keyPath...)
				break
			}
		}
	}
}

func (l listener) collides(other listener) bool {
	host, port, ok := l.split()
	otherHost, otherPort, otherOK := other.split()
	if !ok || !otherOK || port == 0 || port != otherPort || l.network != other.network {
		return false
	}
	return numeric(host) == numeric(otherHost) || isAnyAddress(host) || isAnyAddress(otherHost)
}

// numeric returns the address that a listener on localhost binds, and other hosts unchanged.
func numeric(host string) string {
	if host == "localhost" {
		return "127.0.0.1"
	}
	return host
}

// isAnyAddress reports whether a host stands for all addresses: to Go's net package, 0.0.0.0 includes those of IPv6.
func isAnyAddress(host string) bool {
	return host == "" || host == "0.0.0.0" || host == "::" || host == "[::]"
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

func badAddress(c *configuration, report report) {
	for _, l := range c.listeners() {
		if _, _, ok := l.split(); !ok {
			report(fmt.Sprintf("%q is not an address to listen on", l.address), "write host:port, such as 127.0.0.1:4317", l.keyPath...)
		}
	}
}

func addressElsewhere(c *configuration, report report) {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return
	}
	for _, l := range c.listeners() {
		host, port, ok := l.split()
		ip := net.ParseIP(host)
		if !ok || ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
			continue
		}
		isOurs := slices.ContainsFunc(addresses, func(address net.Addr) bool {
			network, ok := address.(*net.IPNet)
			return ok && network.IP.Equal(ip)
		})
		if !isOurs {
			report(host+" is not an address of this host", fmt.Sprintf("write an address of the collector's host, or 127.0.0.1:%d", port), l.keyPath...)
		}
	}
}

func openListener(c *configuration, report report) {
	for _, l := range c.listeners() {
		host, port, ok := l.split()
		isPage := l.part.section != receivers && l.part.typ != "pprof" && l.part.typ != "zpages"
		if !ok || isPage || !isAnyAddress(host) || hasValue(l.settings, "tls") || hasValue(l.settings, "auth") {
			continue
		}
		report(l.name()+" listens on all addresses, without TLS or authentication",
			fmt.Sprintf("write 127.0.0.1:%d, or the address that senders use, or add tls: {cert_file, key_file} or auth: {authenticator}", port), l.keyPath...)
	}
}

func hasValue(settings map[string]any, key string) bool {
	return settings[key] != nil
}

// inContainer reports whether this process runs in a container.
var inContainer = func() bool {
	if os.Getenv("KUBERNETES_SERVICE_HOST") != "" {
		return true
	}
	return slices.ContainsFunc([]string{"/.dockerenv", "/run/.containerenv"}, func(file string) bool {
		_, err := os.Stat(file)
		return err == nil
	})
}

func unreachableListener(c *configuration, report report) {
	if !inContainer() {
		return
	}
	for _, l := range c.listeners() {
		if host, port, ok := l.split(); ok && l.part.section == receivers && l.part.typ == "otlp" && !l.written && isLoopback(host) {
			report(l.name()+" has no endpoint, and nothing outside this container can reach the default, localhost",
				fmt.Sprintf("write endpoint: 0.0.0.0:%d, or the address of the container", port), l.keyPath...)
		}
	}
}
