// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/faultline-otel/faultline/internal/stack"
)

// composeStack is docker-compose.yml on the engine that DOCKER_HOST names.
type composeStack struct {
	program string // Compose 1 or 2
}

// run runs a command of Compose with the profiles, and returns what it prints on standard output.
func (c composeStack) run(t *testing.T, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), c.program, append([]string{"--project-name", "faultline"}, args...)...)
	command.Dir = root()
	var stderr strings.Builder
	command.Stderr = &stderr
	start := time.Now()
	stdout, err := command.Output()
	require.NoError(t, err, "%s %s: %s", c.program, strings.Join(args, " "), &stderr)
	t.Logf("%s %s: %.0f s", filepath.Base(c.program), strings.Join(args, " "), time.Since(start).Seconds())
	return string(stdout)
}

// container is what `docker inspect` says of one.
type container struct {
	Name   string
	Config struct {
		Labels      map[string]string
		Healthcheck *struct{ Test []string }
	}
	HostConfig struct{ Memory int64 }
	State      struct {
		Status    string
		ExitCode  int
		OOMKilled bool
		Health    *struct {
			Status string
			Log    []struct{ Output string }
		}
	}
	NetworkSettings struct {
		Ports map[string][]struct{ HostIP, HostPort string }
	}
}

func docker(ctx context.Context, t *testing.T, args ...string) string {
	t.Helper()
	output, err := exec.CommandContext(ctx, "docker", args...).CombinedOutput()
	require.NoError(t, err, "docker %s: %s", strings.Join(args, " "), output)
	return string(output)
}

// containers are those of the stack, also stopped ones, by service.
func containers(ctx context.Context, t *testing.T) map[string]container {
	t.Helper()
	ids := strings.Fields(docker(ctx, t, "ps", "--all", "--quiet", "--filter", "label=com.docker.compose.project=faultline"))
	found := map[string]container{}
	if len(ids) == 0 {
		return found
	}
	var inspected []container
	require.NoError(t, json.Unmarshal([]byte(docker(ctx, t, append([]string{"inspect"}, ids...)...)), &inspected))
	for _, c := range inspected {
		found[c.Config.Labels["com.docker.compose.service"]] = c
	}
	return found
}

// testHealthy waits until all containers are healthy, and checks that they are those of the services wanted.
func testHealthy(t *testing.T, want ...string) {
	t.Helper()
	eventually(t, func(ctx context.Context) error {
		for service, c := range containers(ctx, t) {
			switch {
			case service == "setup":
				if c.State.Status != "exited" || c.State.ExitCode != 0 {
					return fmt.Errorf("setup is %s with status %d", c.State.Status, c.State.ExitCode)
				}
			case c.State.Health == nil:
				return fmt.Errorf("%s has no health check", service)
			case c.State.Health.Status != "healthy":
				return fmt.Errorf("%s is %s, %s: %v", service, c.State.Status, c.State.Health.Status, c.State.Health.Log)
			}
		}
		return nil
	})
	slices.Sort(want)
	assert.Equal(t, want, slices.Sorted(maps.Keys(containers(t.Context(), t))))
}

// TestComposeStack starts docker-compose.yml with both versions of Compose and follows an error through it.
func TestComposeStack(t *testing.T) {
	require.NotEmpty(t, os.Getenv("DOCKER_HOST"), "run `make compose-test`, which starts an engine")
	v2, v1 := composeStack{filepath.Join(root(), ".tools", "docker-compose")}, composeStack{"docker-compose"}
	require.Contains(t, v1.run(t, "version", "--short"), "1.29")
	require.Regexp(t, `^v?2\.`, v2.run(t, "version", "--short"))
	buildImages(t)
	b := &backends{
		layout: stack.Layout{
			Root: root(), Bin: filepath.Join(root(), "bin"), Data: t.TempDir(), Run: t.TempDir(), Addresses: stack.DefaultAddresses(),
		},
		prometheusAddress: "127.0.0.1:9090", lokiAddress: "127.0.0.1:3100", jaegerQuery: "127.0.0.1:16686",
	}
	t.Cleanup(func() { keepComposeLogs(t) })
	servers := []string{"grafana", "jaeger", "loki", "otelcol-agent", "otelcol-gateway", "prometheus", "setup"}

	// What other containers print is nobody's business.
	docker(t.Context(), t, "run", "--detach", "--name", "stranger", "faultline/setup:0.1.0", "sh", "-c", "echo printed by a stranger")

	v2.run(t, "up", "--detach", "--wait", "--no-build", "--pull", "never")
	t.Run("healthy", func(t *testing.T) { testHealthy(t, append(servers, "api-gateway", "order-service", "user-service")...) })
	t.Run("limits and ports", testComposeLimits)
	t.Run("ports", testComposePorts)
	t.Run("requests", func(t *testing.T) { testRequests(t, b.layout) })
	failed := b.failedOrder(t)
	b.waitForOrders(t)
	setFaults(t, b.layout.OrderDebug, `{"latency": "1500ms"}`)
	runLoad(t, b.layout, "--requests", "120", "--rate", "40", "--concurrency", "80", "--failures", "0", "--seed", "3")
	setFaults(t, b.layout.OrderDebug, `{}`)
	runLoad(t, b.layout, "--requests", "600", "--rate", "60", "--failures", "0.2", "--seed", "7")
	t.Run("queries", func(t *testing.T) { b.testQueries(t, failed) })
	t.Run("an error through all", func(t *testing.T) { b.testLocation(t, failed) })
	t.Run("labels of logs", func(t *testing.T) { b.testContainerLogs(t, failed) })
	t.Run("targets", b.testTargets)
	t.Run("profile load", func(t *testing.T) {
		v2.run(t, "--profile", "load", "up", "--detach", "--no-build", "--pull", "never", "loadgen")
		testHealthy(t, append(servers, "api-gateway", "order-service", "user-service", "loadgen")...)
	})
	t.Log(docker(t.Context(), t, "stats", "--no-stream", "--format", "{{.Name}} {{.CPUPerc}} {{.MemUsage}}"))
	t.Run("restart", func(t *testing.T) {
		v2.run(t, "restart", "order-service")
		testHealthy(t, append(servers, "api-gateway", "order-service", "user-service", "loadgen")...)
		assert.Contains(t, v2.run(t, "logs", "order-service"), `"service":"order-service"`)
	})
	v2.run(t, "--profile", "load", "down")
	require.Empty(t, containers(t.Context(), t))

	// The volumes are still there, for the other version too.
	v1.run(t, "up", "--detach", "--no-build", "otelcol-gateway", "grafana")
	t.Run("collector and backends only, Compose 1.29", func(t *testing.T) {
		testHealthy(t, servers...)
		b.testLocation(t, failed)
		b.testOwnService(t)
	})
	v1.run(t, "up", "--detach", "--no-build")
	t.Run("all, Compose 1.29", func(t *testing.T) {
		testHealthy(t, append(servers, "api-gateway", "order-service", "user-service")...)
		b.testLocation(t, b.failedOrder(t))
	})
	v1.run(t, "down", "--volumes")
	require.Empty(t, containers(t.Context(), t))
	assert.Empty(t, strings.TrimSpace(docker(t.Context(), t, "volume", "ls", "--quiet", "--filter", "label=com.docker.compose.project=faultline")))
}

// buildImages makes an image for each service of docker-compose.yml that is up without a profile, and for the
// load generator.
func buildImages(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(), "docker-compose.yml"))
	require.NoError(t, err)
	var file struct {
		Services map[string]struct {
			Image    string
			Profiles []string
		}
	}
	require.NoError(t, yaml.Unmarshal(text, &file))
	have := images(t)
	built := map[string]bool{}
	for name, service := range file.Services {
		standIn, found := have[name]
		if !found {
			require.NotEmpty(t, service.Profiles, "%s has no stand-in for its image", name)
			continue
		}
		if !built[service.Image] {
			standIn.build(t, service.Image)
			built[service.Image] = true
		}
	}
	require.Len(t, built, len(have)-1, "agent and gateway have one image")
}

// keepComposeLogs copies what the containers of a failed test printed to run/e2e of the clone, and takes the
// stack down, also after a test that stopped half way.
func keepComposeLogs(t *testing.T) {
	t.Helper()
	if t.Failed() {
		kept := filepath.Join(root(), "run", "e2e", t.Name())
		assert.NoError(t, os.MkdirAll(kept, 0o755))
		for name := range strings.FieldsSeq(output("docker", "ps", "--all", "--format", "{{.Names}}")) {
			assert.NoError(t, os.WriteFile(filepath.Join(kept, name+".log"), []byte(output("docker", "logs", "--timestamps", name)), 0o600))
		}
		assert.NoError(t, os.WriteFile(filepath.Join(kept, "health.log"), []byte(output("sh", "-c",
			"docker inspect --format '{{.Name}} {{json .State}}' $(docker ps --all --quiet)")), 0o600))
		t.Logf("what the containers printed is in %s", kept)
	}
	for id := range strings.FieldsSeq(output("docker", "ps", "--all", "--quiet")) {
		output("docker", "rm", "--force", "--volumes", id)
	}
}

// output is what a command prints, also when it fails: for the end of a test, when its context is done.
func output(name string, args ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	text, _ := exec.CommandContext(ctx, name, args...).CombinedOutput()
	return string(text)
}

// testComposeLimits checks that each container has a limit on its memory, which held, and that ports are
// published on loopback.
func testComposeLimits(t *testing.T) {
	for service, c := range containers(t.Context(), t) {
		assert.Positive(t, c.HostConfig.Memory, "%s: bytes of memory", service)
		assert.False(t, c.State.OOMKilled, service)
		for port, bindings := range c.NetworkSettings.Ports {
			for _, binding := range bindings {
				assert.Equal(t, "127.0.0.1", binding.HostIP, "%s, port %s", service, port)
				assert.Equal(t, strings.TrimSuffix(port, "/tcp"), binding.HostPort, service)
			}
		}
	}
}

// testComposePorts asks at the addresses that docs/quick-reference.md lists.
func testComposePorts(t *testing.T) {
	for tool, address := range map[string]string{
		"API Gateway": "http://localhost:8080/healthz", "User Service": "http://localhost:8001/healthz",
		"Order Service": "http://localhost:8002/healthz", "Prometheus": "http://localhost:9090/-/ready",
		"Jaeger UI": "http://localhost:16686/api/services", "Grafana": "http://localhost:3000/api/health",
		"Loki": "http://localhost:3100/ready",
	} {
		_, err := ask(t.Context(), address, nil)
		assert.NoError(t, err, tool)
	}
}

// testContainerLogs checks what the agent made of the lines that containers print.
func (b *backends) testContainerLogs(t *testing.T, failed string) {
	t.Helper()
	for _, service := range []string{"api-gateway", "order-service", "user-service"} {
		eventually(t, func(ctx context.Context) error {
			entries, err := b.logQL(ctx, fmt.Sprintf(`{service=%q, container=~".*%s.*"}`, service, service))
			if err == nil && len(entries) == 0 {
				err = errors.New("no lines of " + service)
			}
			return err
		})
	}
	// A backend's first words, for which the agent has to be there first.
	eventually(t, func(ctx context.Context) error {
		entries, err := b.logQL(ctx, `{service="prometheus", container=~".*prometheus.*", level="INFO"} |= "Starting Prometheus Server"`)
		if err == nil && len(entries) == 0 {
			err = errors.New("nothing from Prometheus's start")
		}
		return err
	})

	// Each line once, with the level and the trace that the service wrote into it.
	printed := strings.Count(docker(t.Context(), t, "logs", containers(t.Context(), t)["order-service"].Name[1:]), `"trace_id":"`+failed+`"`)
	assert.Positive(t, printed)
	eventually(t, func(ctx context.Context) error {
		all, err := b.logQL(ctx, fmt.Sprintf(`{service="order-service"} | trace_id=%q`, failed))
		return errors.Join(err, wanted("lines of the trace", printed, len(all)))
	})
	entries := answered(t, func(ctx context.Context) ([]entry, error) {
		return b.logQL(ctx, fmt.Sprintf(`{service="order-service", level="ERROR"} | trace_id=%q`, failed))
	})
	require.NotEmpty(t, entries)
	var line map[string]any
	require.NoError(t, json.Unmarshal([]byte(entries[0].line), &line))
	assert.NotContains(t, line["message"], "{", "the message of the line, not the line: %s", entries[0].line)

	series := answered(t, b.lokiSeries)
	assert.NotEmpty(t, series)
	for _, labels := range series {
		assert.NotEmpty(t, labels["service"], "lines of a stranger: %v", labels)
	}
}

// lokiSeries are the labels of all streams.
func (b *backends) lokiSeries(ctx context.Context) ([]map[string]string, error) {
	var answer struct{ Data []map[string]string }
	err := askJSON(ctx, "http://"+b.lokiAddress+"/loki/api/v1/series", url.Values{}, &answer)
	return answer.Data, err
}

// testTargets checks that Prometheus scrapes the gateway's page and both collectors' own metrics.
func (b *backends) testTargets(t *testing.T) {
	eventually(t, func(ctx context.Context) error {
		up, err := b.promQL(ctx, "up == 1")
		if err != nil {
			return err
		}
		var instances []string
		for _, s := range up {
			instances = append(instances, s.labels["instance"])
		}
		slices.Sort(instances)
		return wanted("targets that are up", "otelcol-agent:8888 otelcol-faultline:8888 otelcol-faultline:8889", strings.Join(instances, " "))
	})
}

// testOwnService sends what a service on this host does, by OTLP to the agent's port.
func (b *backends) testOwnService(t *testing.T) {
	t.Helper()
	part := b.layout.Services()[0]
	run(t, part)
	resp, err := http.Get("http://" + b.layout.UserService + "/users/1000000")
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	eventually(t, func(ctx context.Context) error {
		entries, err := b.logQL(ctx, `{service="user-service", container=""} |= "1000000"`)
		if err == nil && len(entries) == 0 {
			err = errors.New("no log from the service on this host")
		}
		return err
	})
}
