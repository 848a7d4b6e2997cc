// SPDX-License-Identifier: Apache-2.0

// Command healthcheck asks the server beside it whether it is well, for images that have neither a shell
// nor curl: `healthcheck URL`. It exits with 0 when the answer is 200 and with 1 when it is not.
//
// Without a URL it asks a collector whether its pipelines run, at HEALTH_ENDPOINT (host:port;
// 127.0.0.1:13133 without it), the variable that the collector's configurations listen at.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

const timeout = 3 * time.Second

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	err := run(ctx, os.Args[1:])
	cancel()
	if err != nil {
		fmt.Fprintln(os.Stderr, "healthcheck:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	switch len(args) {
	case 0:
		return check(ctx, os.Getenv("HEALTH_ENDPOINT"))
	case 1:
		return ask(ctx, args[0])
	default:
		return fmt.Errorf("%d arguments, want one URL or none", len(args))
	}
}

// check asks a collector at endpoint, and on loopback where that is an address to listen at on all interfaces.
func check(ctx context.Context, endpoint string) error {
	if endpoint == "" {
		endpoint = "127.0.0.1:13133"
	}
	host, port, err := net.SplitHostPort(endpoint)
	if err != nil {
		return fmt.Errorf("HEALTH_ENDPOINT %q is not host:port: %w", endpoint, err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return ask(ctx, "http://"+net.JoinHostPort(host, port)+"/")
}

// ask returns an error unless the answer is 200.
func ask(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", url, response.Status)
	}
	return nil
}
