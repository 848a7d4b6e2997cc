// SPDX-License-Identifier: Apache-2.0

// Command healthcheck asks the collector beside it whether its pipelines run, for images that have
// neither a shell nor curl. It exits with 0 when the health_check extension answers 200 and with 1 when it
// does not. It asks at HEALTH_ENDPOINT (host:port; 127.0.0.1:13133 without it), the variable that the
// collector's configurations listen at.
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
	err := check(ctx, os.Getenv("HEALTH_ENDPOINT"))
	cancel()
	if err != nil {
		fmt.Fprintln(os.Stderr, "healthcheck:", err)
		os.Exit(1)
	}
}

// check asks at endpoint, and on loopback where that is an address to listen at on all interfaces.
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
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/", http.NoBody)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", endpoint, response.Status)
	}
	return nil
}
