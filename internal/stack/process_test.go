// SPDX-License-Identifier: Apache-2.0

package stack

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMain makes the test binary the program that the tests start: with PART set, it acts as a part.
func TestMain(m *testing.M) {
	switch os.Getenv("PART") {
	case "":
		os.Exit(m.Run())
	case "server":
		ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt)
		serve(ctx)
	case "late": // ready before it listens to interrupts
		starting, cancel := context.WithTimeout(context.Background(), 2*repeatStop)
		serve(starting)
		cancel()
		ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt)
		<-ctx.Done()
	case "stubborn":
		signal.Ignore(os.Interrupt)
		serve(context.Background())
	case "broken":
		fmt.Println("one\ntwo\nthree")
		os.Exit(3)
	}
}

func serve(ctx context.Context) {
	listener, err := net.Listen("tcp", os.Getenv("ADDRESS"))
	if err != nil {
		panic(err)
	}
	go func() {
		_ = http.Serve(listener, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	}()
	<-ctx.Done()
}

func part(t *testing.T, kind string) Part {
	t.Helper()
	addresses, err := FreeAddresses()
	require.NoError(t, err)
	return Part{
		Name:    kind,
		Command: []string{os.Args[0]},
		Env:     []string{"PART=" + kind, "ADDRESS=" + addresses.Health},
		Listens: []string{addresses.Health},
		Ready:   "http://" + addresses.Health,
		LogFile: filepath.Join(t.TempDir(), "log", kind+".log"),
	}
}

func TestStartAndStop(t *testing.T) {
	p, err := Start(part(t, "server"))
	require.NoError(t, err)
	require.NoError(t, p.WaitReady(t.Context()))

	require.ErrorContains(t, CheckPorts(p.Part), "server needs "+p.Listens[0])
	require.NoError(t, p.Stop(time.Minute))
	require.NoError(t, p.Err())
	require.NoError(t, CheckPorts(p.Part))
	require.NoError(t, p.Stop(time.Second), "stopping twice is no error")
}

func TestInterruptBeforeThePartListens(t *testing.T) {
	p, err := Start(part(t, "late"))
	require.NoError(t, err)
	require.NoError(t, p.WaitReady(t.Context()))
	require.NoError(t, p.Stop(time.Minute))
}

func TestPartEndsBeforeItIsReady(t *testing.T) {
	p, err := Start(part(t, "broken"))
	require.NoError(t, err)
	require.EqualError(t, p.WaitReady(t.Context()), "broken ended before it was ready: exit status 3")
	require.EqualError(t, p.Stop(time.Second), "broken: exit status 3")
	assert.Equal(t, "two\nthree", p.LogTail(2))
	assert.Equal(t, "one\ntwo\nthree", p.LogTail(10))
}

func TestPartIsNeverReady(t *testing.T) {
	unready := part(t, "server")
	unready.Env[1] = "ADDRESS=127.0.0.1:0" // another one than the part is asked at
	p, err := Start(unready)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	require.ErrorContains(t, p.WaitReady(ctx), "server is not ready at "+unready.Ready)
	require.NoError(t, p.Kill())
}

func TestStubbornPartIsKilled(t *testing.T) {
	p, err := Start(part(t, "stubborn"))
	require.NoError(t, err)
	require.NoError(t, p.WaitReady(t.Context()))
	require.EqualError(t, p.Stop(100*time.Millisecond), "stubborn did not stop within 100ms and was killed")
}

func TestProgramIsMissing(t *testing.T) {
	missing := part(t, "server")
	missing.Command = []string{filepath.Join(t.TempDir(), "no-such-program")}
	_, err := Start(missing)
	require.ErrorContains(t, err, "server: ")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestFreePorts(t *testing.T) {
	given := map[string]bool{}
	for range 20 {
		addresses, err := FreeAddresses()
		require.NoError(t, err)
		for _, address := range []string{addresses.OTLPGRPC, addresses.Health, addresses.OrderDebug} {
			assert.False(t, given[address], "%s is given out twice", address)
			given[address] = true
		}
	}
	var taken string
	require.NoError(t, FreePorts(&taken))
	_, port, err := net.SplitHostPort(taken)
	require.NoError(t, err)
	number, err := strconv.Atoi(port)
	require.NoError(t, err)
	_, err = freePort(number)
	require.Error(t, err, "what another process would get")
}

func TestLayout(t *testing.T) {
	layout := Layout{Root: "/clone", Bin: "/clone/bin", Data: "/clone/data", Run: "/clone/run", Addresses: DefaultAddresses()}
	collector := layout.Collector("standalone.yaml")
	assert.Equal(t, []string{"/clone/bin/otelcol-faultline", "--config", "/clone/configs/standalone.yaml"}, collector.Command)
	assert.Contains(t, collector.Env, "TELEMETRY_LISTEN_PORT=8888")

	seen := map[string]string{}
	for _, p := range append(layout.Services(), collector) {
		for _, address := range p.Listens {
			assert.Empty(t, seen[address], "%s and %s both listen on %s", p.Name, seen[address], address)
			seen[address] = p.Name
		}
	}
	assert.Equal(t, "api-gateway", seen["127.0.0.1:8080"])
}
