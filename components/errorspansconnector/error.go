// SPDX-License-Identifier: Apache-2.0

package errorspansconnector

import (
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// The event that records an exception, and the status of a response by its stable and its older name:
// https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/ and
// https://opentelemetry.io/docs/specs/semconv/http/http-spans/.
const exceptionEvent = "exception"

var statusAttributes = [...]string{"http.response.status_code", "http.status_code"}

// isError reports whether a span has the status Error, a recorded exception or a response of 500 to 599.
// The latter two are errors even where the SDK left the status unset.
func isError(span ptrace.Span) bool {
	if span.Status().Code() == ptrace.StatusCodeError {
		return true
	}
	for _, key := range statusAttributes {
		if value, ok := span.Attributes().Get(key); ok && isServerError(value) {
			return true
		}
	}
	for _, event := range span.Events().All() {
		if event.Name() == exceptionEvent {
			return true
		}
	}
	return false
}

// isServerError reads integers, and the decimal text and floating-point numbers that some SDKs send.
func isServerError(value pcommon.Value) bool {
	var status int64
	switch value.Type() {
	case pcommon.ValueTypeInt:
		status = value.Int()
	case pcommon.ValueTypeDouble:
		status = int64(value.Double())
	case pcommon.ValueTypeStr:
		status, _ = strconv.ParseInt(value.Str(), 10, 64)
	}
	return 500 <= status && status <= 599
}

// count returns how many spans of a batch are errors, and how many are not.
func count(traces ptrace.Traces) (errors, others int) {
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				if isError(span) {
					errors++
				} else {
					others++
				}
			}
		}
	}
	return errors, others
}

// pick copies the spans that are errors, or those that are not, with their resources and scopes.
func pick(traces ptrace.Traces, errors bool) ptrace.Traces {
	picked := ptrace.NewTraces()
	for _, resource := range traces.ResourceSpans().All() {
		var toResource ptrace.ResourceSpans
		found := false
		for _, scope := range resource.ScopeSpans().All() {
			var toScope ptrace.ScopeSpans
			foundInScope := false
			for _, span := range scope.Spans().All() {
				if isError(span) != errors {
					continue
				}
				if !found {
					toResource = picked.ResourceSpans().AppendEmpty()
					resource.Resource().CopyTo(toResource.Resource())
					toResource.SetSchemaUrl(resource.SchemaUrl())
					found = true
				}
				if !foundInScope {
					toScope = toResource.ScopeSpans().AppendEmpty()
					scope.Scope().CopyTo(toScope.Scope())
					toScope.SetSchemaUrl(scope.SchemaUrl())
					foundInScope = true
				}
				span.CopyTo(toScope.Spans().AppendEmpty())
			}
		}
	}
	return picked
}
