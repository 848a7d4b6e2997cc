// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/faultline-otel/faultline/services/internal/failure"
	"github.com/faultline-otel/faultline/services/internal/httpservice"
)

// userTimeout bounds a call of user-service.
const userTimeout = 25 * time.Second

// userClient asks user-service.
type userClient struct {
	base      *url.URL
	client    *http.Client
	transport *httpservice.Transport
}

// newUserClient returns a client of the user-service at the URL base.
func newUserClient(base string, transport *httpservice.Transport) (*userClient, error) {
	parsed, err := httpservice.ParseURL("USER_SERVICE_URL", base)
	if err != nil {
		return nil, err
	}
	return &userClient{
		base:      parsed,
		client:    &http.Client{Transport: transport, Timeout: userTimeout},
		transport: transport,
	}, nil
}

func (c *userClient) close() { c.transport.CloseIdleConnections() }

// check returns an error unless there is a user with the given id.
func (c *userClient) check(ctx context.Context, id int64) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet,
		c.base.JoinPath("users", strconv.FormatInt(id, 10)).String(), nil)
	if err != nil {
		return failure.New(fmt.Errorf("make the request for the user: %w", err))
	}
	response, err := c.client.Do(request)
	if err != nil {
		return &httpservice.Error{
			Status:  http.StatusBadGateway,
			Message: "user-service cannot be reached",
			Err:     failure.New(fmt.Errorf("look up the user: %w", err)),
		}
	}
	defer response.Body.Close()
	// Read to the end, so that the connection can serve the next call.
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return failure.New(fmt.Errorf("read the answer of user-service: %w", err))
	}
	switch response.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusNotFound:
		return httpservice.BadRequest("there is no user %d", id)
	default:
		return &httpservice.Error{
			Status:  http.StatusBadGateway,
			Message: "user-service failed",
			Err:     failure.New(fmt.Errorf("look up the user: user-service answered %d", response.StatusCode)),
		}
	}
}
