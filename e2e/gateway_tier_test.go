// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/stack"
)

// TestGatewayTier has two agents in front of two gateways. At half of the load one gateway is killed and
// another one takes its place in the list of both agents; the first is started again at the end, to send
// what is on its disk. Each error span arrives, once but for what was on its way at the change; of the
// traces without an error, 1% arrive, each whole but for those that the killed gateway held.
func TestGatewayTier(t *testing.T) {
	spans := 2 * gatewaySpans(t)
	backend := startCountingBackend(t)
	newGateway := func(name string) (stack.Layout, stack.Part) {
		layout := newLayout(t)
		part := gateway(layout, backend, "DECISION_WAIT=2s")
		part.Name = name
		return layout, part
	}
	firstLayout, first := newGateway("first gateway")
	secondLayout, second := newGateway("second gateway")
	thirdLayout, third := newGateway("third gateway")
	hosts := filepath.Join(t.TempDir(), "gateways.yaml")
	writeHosts := func(layouts ...stack.Layout) {
		var addresses []string
		for _, layout := range layouts {
			addresses = append(addresses, layout.OTLPGRPC)
		}
		require.NoError(t, os.WriteFile(hosts, []byte("["+strings.Join(addresses, ", ")+"]"), 0o600))
	}
	writeHosts(firstLayout, secondLayout)
	run(t, first)
	killed := start(t, second)

	var agents []*stack.Process
	var agentLayouts []stack.Layout
	var addresses []string
	for i := range 2 {
		layout := newLayout(t)
		part := agent(layout, []string{"${file:" + hosts + "}"})
		part.Name = fmt.Sprintf("agent %d", i+1)
		agents = append(agents, run(t, part))
		agentLayouts = append(agentLayouts, layout)
		addresses = append(addresses, layout.OTLPGRPC)
	}

	load := startGatewayLoad(t.Context(), t, spans, gatewayRate, addresses...)
	load.waitFor(t, spans*2/5)
	var checks []func(context.Context) error
	for _, layout := range append(agentLayouts, firstLayout, secondLayout) {
		checks = append(checks, queuesAreEmpty(layout), samplerIsEmpty(layout))
	}
	// Each hop has passed on what it had, the last ones after what the sampler decided.
	settledAt := load.settle(t, append(checks, checks...)...)
	load.waitFor(t, spans/2)
	killedAt := time.Now()
	require.NoError(t, killed.Kill())
	run(t, third)
	writeHosts(firstLayout, thirdLayout)
	for _, agent := range agents {
		require.NoError(t, agent.Signal(syscall.SIGHUP))
		eventually(t, func(context.Context) error {
			printed, err := os.ReadFile(agent.LogFile)
			if err != nil {
				return err
			}
			return wanted("times ready", 2, strings.Count(string(printed), "Everything is ready"))
		})
	}
	changedAt := load.settle(t, queuesAreEmpty(agentLayouts[0]), queuesAreEmpty(agentLayouts[1]))
	require.NoError(t, <-load.done)
	run(t, second)
	eventually(t, backend.errorsArrived(spans))
	for _, layout := range append(agentLayouts, firstLayout, secondLayout, thirdLayout) {
		eventually(t, samplerIsEmpty(layout))
		eventually(t, queuesAreEmpty(layout))
	}

	traces := spans / spansPerTrace
	arrived := make([]int, traces)
	errorsTwice, othersTwice, unexplained := 0, 0, 0
	backend.mu.Lock()
	defer backend.mu.Unlock()
	for number, arrivals := range backend.arrivals {
		arrived[number.trace()]++
		if len(arrivals) > 1 {
			if number.isError() {
				errorsTwice++
			} else {
				othersTwice++
			}
			// Sent again after the kill or the reload: what had no answer yet.
			if at := load.sentAt(number); at.Before(settledAt) || at.After(changedAt) {
				unexplained++
			}
		}
	}
	assert.Zero(t, unexplained, "spans that arrived twice though they were not on their way at a change")
	kept, cut, split := 0, 0, 0
	withoutError := 0
	for trace, n := range arrived {
		if spanNumber(trace * spansPerTrace).inFailingTrace() {
			continue
		}
		withoutError++
		switch n {
		case 0:
		case spansPerTrace:
			kept++
		default:
			cut++
			// Some of its spans were in the memory of the gateway that was killed, or moved to another gateway
			// meanwhile; both decide alike, so that all which came after or before are here.
			from, to := load.sentAt(spanNumber(trace*spansPerTrace)), load.sentAt(spanNumber((trace+1)*spansPerTrace-1))
			if from.After(killedAt) || to.Before(settledAt) {
				split++
			}
		}
	}
	assert.Zero(t, split, "traces without an error of which a part arrived, though no gateway that held them was killed")
	mean := float64(withoutError) * 0.01
	assert.InDelta(t, mean, float64(kept+cut), 4*math.Sqrt(mean*0.99), "1%% of the traces without an error arrive")
	fmt.Printf("%d spans by two agents to two gateways, one killed and another in its place: all %d error spans arrived, %d of them and %d others twice (on their way at the change); "+
		"of %d traces without an error %d arrived whole, %d lack what the killed gateway held\n",
		spans, traces/failingShare, errorsTwice, othersTwice, withoutError, kept, cut)
}

// samplerIsEmpty returns an error while the gateway has traces to decide about.
func samplerIsEmpty(layout stack.Layout) func(context.Context) error {
	return noneLeft(layout, "undecided traces", "otelcol_processor_tail_sampling_sampling_traces_on_memory")
}

// start starts a part that the test kills.
func start(t *testing.T, part stack.Part) *stack.Process {
	t.Helper()
	process, err := stack.Start(part)
	require.NoError(t, err)
	require.NoError(t, process.WaitReady(t.Context()))
	return process
}
