// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/faultline-otel/faultline/services/internal/httpservice"
)

// userID is the id of a user. JSON may have it as a number or as text.
type userID int64

// UnmarshalJSON reads 1 and "1".
func (id *userID) UnmarshalJSON(text []byte) error {
	if bytes.Equal(text, []byte("null")) {
		return nil // The convention of encoding/json: nothing was said.
	}
	if unquoted := bytes.TrimPrefix(text, []byte(`"`)); len(unquoted) < len(text) {
		text = bytes.TrimSuffix(unquoted, []byte(`"`))
	}
	number, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || number < 1 {
		return errors.New(`user_id must be a whole number from 1, such as 1 or "1"`)
	}
	*id = userID(number)
	return nil
}

// decodeOrder returns the order that the body of r asks for.
func decodeOrder(r *http.Request) (order, error) {
	type newOrder struct {
		UserID   *userID `json:"user_id"`
		Product  *string `json:"product"`
		Quantity *int64  `json:"quantity"`
	}
	wanted, err := httpservice.DecodeJSON[newOrder](r)
	if err != nil {
		return order{}, err
	}
	var faults []string
	if wanted.UserID == nil {
		faults = append(faults, "user_id is missing")
	}
	if wanted.Product == nil || *wanted.Product == "" {
		faults = append(faults, "product is missing")
	}
	if wanted.Quantity == nil {
		faults = append(faults, "quantity is missing")
	} else if *wanted.Quantity < 1 {
		faults = append(faults, "quantity must be at least 1")
	}
	if len(faults) > 0 {
		return order{}, httpservice.BadRequest("%s", strings.Join(faults, "; "))
	}
	return order{UserID: int64(*wanted.UserID), Product: *wanted.Product, Quantity: *wanted.Quantity}, nil
}
