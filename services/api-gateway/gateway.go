// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"time"

	"github.com/faultline-otel/faultline/services/internal/correlation"
	"github.com/faultline-otel/faultline/services/internal/failure"
	"github.com/faultline-otel/faultline/services/internal/httpservice"
)

// callTimeout bounds a call of a service.
const callTimeout = 60 * time.Second

// gateway passes requests on.
type gateway struct {
	service   *httpservice.Service
	transport *httpservice.Transport
}

// register adds the routes of the gateway.
func register(_ context.Context, s *httpservice.Service) (release func() error, err error) {
	users, usersErr := httpservice.ParseURL("USER_SERVICE_URL",
		cmp.Or(os.Getenv("USER_SERVICE_URL"), "http://127.0.0.1:8001"))
	orders, ordersErr := httpservice.ParseURL("ORDER_SERVICE_URL",
		cmp.Or(os.Getenv("ORDER_SERVICE_URL"), "http://127.0.0.1:8002"))
	if err := errors.Join(usersErr, ordersErr); err != nil {
		return nil, err
	}
	g := &gateway{service: s, transport: s.Transport()}
	toUsers, toOrders := g.passTo("user-service", users), g.passTo("order-service", orders)
	s.Handle("POST /users", toUsers)
	s.Handle("GET /users/{id}", toUsers)
	s.Handle("POST /orders", toOrders)
	s.Handle("GET /orders/{id}", toOrders)
	return func() error {
		g.transport.CloseIdleConnections()
		return nil
	}, nil
}

// passTo returns the handler that passes requests on to the service at target
// and its answers back, errors included: they have the same form everywhere.
func (g *gateway) passTo(name string, target *url.URL) httpservice.Handler {
	proxy := &httputil.ReverseProxy{
		Transport: g.transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			// The transport sets the headers of the trace; those of the client
			// that it does not overwrite would contradict them.
			for _, header := range []string{"b3", "X-B3-ParentSpanId", "X-B3-Flags"} {
				r.Out.Header.Del(header)
			}
			// No route takes a query, and client spans hold the whole URL.
			if !g.service.Faults.Get().Leak {
				r.Out.URL.RawQuery = ""
			}
		},
		ModifyResponse: func(r *http.Response) error {
			// The gateway has set these itself.
			r.Header.Del(correlation.Header)
			r.Header.Del(httpservice.TraceHeader)
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			g.service.Fail(w, r, describe(name, err))
		},
	}
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, cancel := context.WithTimeout(r.Context(), callTimeout)
		defer cancel()
		whole, err := withWholeBody(r.WithContext(ctx))
		if err != nil {
			return err
		}
		proxy.ServeHTTP(w, whole)
		return nil
	}
}

// withWholeBody returns r with its body read to the end. Bodies are small, and
// one that breaks off or is too large should not reach a service half; a whole
// one can be sent again when the connection turns out to be closed.
func withWholeBody(r *http.Request) (*http.Request, error) {
	body, err := io.ReadAll(r.Body)
	if httpservice.TooLarge(err) {
		return nil, httpservice.ErrTooLarge
	}
	if err != nil {
		return nil, httpservice.BadRequest("the body broke off")
	}
	r.ContentLength = int64(len(body))
	r.TransferEncoding = nil
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	r.Body, _ = r.GetBody()
	return r, nil
}

// describe returns what the client is told when a service could not be asked.
func describe(name string, err error) error {
	status := http.StatusBadGateway
	if errors.Is(err, context.DeadlineExceeded) {
		status = http.StatusGatewayTimeout
	}
	return &httpservice.Error{
		Status:  status,
		Message: name + " cannot be reached",
		Err:     failure.New(fmt.Errorf("pass the request on to %s: %w", name, err)),
	}
}
