// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
)

// maxBody is the largest request body, in bytes.
const maxBody = 1 << 20

// DecodeJSON returns the body of r, which must hold one JSON value that fits T
// and nothing else. Its errors tell the client what to change.
func DecodeJSON[T any](r *http.Request) (T, error) {
	var value T
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		return value, describeDecodeError(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		if TooLarge(err) {
			return value, ErrTooLarge
		}
		return value, BadRequest("the body must hold one JSON object and nothing after it")
	}
	return value, nil
}

// ErrTooLarge is the error for a request with a body that is too large.
var ErrTooLarge = &Error{
	Status:  http.StatusRequestEntityTooLarge,
	Message: fmt.Sprintf("the body must not be larger than %d bytes", maxBody),
}

// TooLarge reports whether err came from reading a body that is too large.
func TooLarge(err error) bool {
	_, is := errors.AsType[*http.MaxBytesError](err)
	return is
}

// describeDecodeError turns an error of the JSON decoder into one for clients.
func describeDecodeError(err error) *Error {
	if TooLarge(err) {
		return ErrTooLarge
	}
	if errors.Is(err, io.EOF) {
		return BadRequest("the body is empty, it must hold a JSON object")
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return BadRequest("the body is no JSON: it ends too early")
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return BadRequest("the body is no JSON: %v at byte %d", syntax, syntax.Offset)
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		what := wrong.Field
		if what == "" {
			what = "the body"
		}
		return BadRequest("%s must be %s, not a JSON %s", what, kindName(wrong.Type), wrong.Value)
	}
	// What is left are unknown fields, for which the package has no type, and
	// errors of a field's own UnmarshalJSON.
	return BadRequest("%s", strings.TrimPrefix(err.Error(), "json: "))
}

// kindName returns what clients call the JSON values that fit t.
func kindName(t reflect.Type) string {
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return "text"
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Struct:
		return "a JSON object"
	default:
		return "a " + t.String()
	}
}

// WriteJSON answers with status and value as JSON. An error means that the
// client is gone, which the server finds out by itself.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}
