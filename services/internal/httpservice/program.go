// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/faultline-otel/faultline/services/internal/faults"
	"github.com/faultline-otel/faultline/services/internal/telemetry"
)

const (
	// Limits of the servers. Writing leaves room for the longest added latency
	// of a service and of those that it calls.
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 90 * time.Second
	idleTimeout       = 2 * time.Minute

	// drainTimeout is how long requests may take to finish at the end.
	drainTimeout = 10 * time.Second

	// flushTimeout is how long the last telemetry may take after that.
	flushTimeout = 5 * time.Second
)

// Program is a service as a process.
type Program struct {
	Name          string
	ListenAddress string // Where to listen, unless LISTEN_ADDRESS says otherwise.
	DebugAddress  string // Where the debug listener is, unless DEBUG_ADDRESS says otherwise.

	// Register adds the routes to the service. The function that it returns
	// releases what they use, once no request runs.
	Register func(context.Context, *Service) (release func() error, err error)
}

// Main runs the program until SIGINT or SIGTERM and exits with its status. A
// second signal ends it at once.
func (p Program) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	if err := p.run(ctx, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", p.Name, err)
		os.Exit(1)
	}
}

// run serves until ctx ends, then finishes the open requests and sends the
// last telemetry.
func (p Program) run(ctx context.Context, stdout io.Writer) (err error) {
	settings, err := faults.FromEnvironment(os.Getenv)
	if err != nil {
		return err
	}
	var switches faults.Switches
	if err := switches.Set(settings); err != nil {
		return err
	}
	// Before anything that takes time to undo: a port that is taken is the most
	// common reason not to start.
	listener, err := listen(ctx, "LISTEN_ADDRESS", p.ListenAddress)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // The server has closed it, unless there was none.
	debugListener, err := listen(ctx, "DEBUG_ADDRESS", p.DebugAddress)
	if err != nil {
		return err
	}
	defer func() { _ = debugListener.Close() }()

	tel, err := telemetry.Start(ctx, p.Name, stdout)
	if err != nil {
		return err
	}
	// What follows must end even though ctx has.
	ending := context.WithoutCancel(ctx)
	defer func() {
		flush, cancel := context.WithTimeout(ending, flushTimeout)
		defer cancel()
		if flushErr := tel.Shutdown(flush); flushErr != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", p.Name, flushErr)
		}
	}()

	service, err := New(tel, &switches)
	if err != nil {
		return err
	}
	release, err := p.Register(ctx, service)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()

	public, debug := newServer(service.Handler()), newServer(service.DebugHandler())
	stopped := make(chan error, 2)
	go func() { stopped <- public.Serve(listener) }()
	go func() { stopped <- debug.Serve(debugListener) }()
	tel.Logger.InfoContext(ctx, "Service started",
		slog.String("event", "service_started"),
		slog.String("address", listener.Addr().String()),
		slog.String("debug_address", debugListener.Addr().String()))

	var serveErr error
	select {
	case <-ctx.Done():
	case serveErr = <-stopped:
	}
	tel.Logger.InfoContext(ending, "Service stopping", slog.String("event", "service_stopping"))
	drain, cancel := context.WithTimeout(ending, drainTimeout)
	defer cancel()
	return errors.Join(serveErr, public.Shutdown(drain), debug.Close())
}

func listen(ctx context.Context, variable, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", cmp.Or(os.Getenv(variable), address))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", variable, err)
	}
	return listener, nil
}

func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
	}
}
