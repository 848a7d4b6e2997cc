// SPDX-License-Identifier: Apache-2.0

// Package planted holds the personal data and the secrets that the example
// services leak while their leak switch is on, so that a test can look for each
// of them behind the collector.
//
// None of it belongs to anybody: the domains are those of RFC 2606, the card
// numbers are those that payment providers publish for tests (they pass the
// Luhn check), and nothing signed the tokens.
package planted

// The places where a leaking service puts planted values.
const (
	LogMessage       = "log message"
	LogAttribute     = "log attribute"
	LogJSON          = "JSON text in a log attribute"
	SpanName         = "span name"
	SpanAttribute    = "span attribute"
	SpanJSON         = "JSON text in a span attribute"
	ExceptionMessage = "exception message"
	MetricAttribute  = "metric attribute"
)

// The kinds of planted values.
const (
	Email    = "e-mail address"
	Card     = "card number"
	Token    = "bearer token"
	Password = "password"
)

// Value is a value that must not leave the collector.
type Value struct {
	Place string
	Kind  string
	Text  string // The secret alone, as it stands in the telemetry.
}

// The values differ by place, so that one that is found tells where it got
// through.
const (
	LogMessageEmail    = "log.message@example.com"
	LogMessageCard     = "4111111111111111"
	LogMessageToken    = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsb2ctbWVzc2FnZSJ9.c2lnbmVkLWJ5LW5vYm9keS0x"
	LogMessagePassword = "correct-horse-log-message"

	LogAttributeEmail    = "log.attribute@example.org"
	LogAttributeCard     = "5555 5555 5555 4444"
	LogAttributeToken    = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsb2ctYXR0cmlidXRlIn0.c2lnbmVkLWJ5LW5vYm9keS0y"
	LogAttributePassword = "correct-horse-log-attribute"

	LogJSONEmail    = "log.json@example.net"
	LogJSONCard     = "378282246310005"
	LogJSONToken    = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsb2ctanNvbiJ9.c2lnbmVkLWJ5LW5vYm9keS0z"
	LogJSONPassword = "correct-horse-log-json"

	SpanNameEmail = "span.name@example.com"
	SpanNameCard  = "6011111111111117"

	SpanAttributeEmail    = "span.attribute@example.org"
	SpanAttributeCard     = "5105-1051-0510-5100"
	SpanAttributeToken    = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzcGFuLWF0dHJpYnV0ZSJ9.c2lnbmVkLWJ5LW5vYm9keS00"
	SpanAttributePassword = "correct-horse-span-attribute"

	SpanJSONEmail    = "span.json@example.net"
	SpanJSONCard     = "3530111333300000"
	SpanJSONToken    = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzcGFuLWpzb24ifQ.c2lnbmVkLWJ5LW5vYm9keS01"
	SpanJSONPassword = "correct-horse-span-json"

	ExceptionEmail    = "exception.message@example.com"
	ExceptionCard     = "4012888888881881"
	ExceptionToken    = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJleGNlcHRpb24ifQ.c2lnbmVkLWJ5LW5vYm9keS02"
	ExceptionPassword = "correct-horse-exception"

	MetricEmail = "metric.attribute@example.org"
)

// All returns each value that a service with the leak switch on reports with
// every request. They are always the same.
func All() []Value {
	return []Value{
		{LogMessage, Email, LogMessageEmail},
		{LogMessage, Card, LogMessageCard},
		{LogMessage, Token, LogMessageToken},
		{LogMessage, Password, LogMessagePassword},
		{LogAttribute, Email, LogAttributeEmail},
		{LogAttribute, Card, LogAttributeCard},
		{LogAttribute, Token, LogAttributeToken},
		{LogAttribute, Password, LogAttributePassword},
		{LogJSON, Email, LogJSONEmail},
		{LogJSON, Card, LogJSONCard},
		{LogJSON, Token, LogJSONToken},
		{LogJSON, Password, LogJSONPassword},
		{SpanName, Email, SpanNameEmail},
		{SpanName, Card, SpanNameCard},
		{SpanAttribute, Email, SpanAttributeEmail},
		{SpanAttribute, Card, SpanAttributeCard},
		{SpanAttribute, Token, SpanAttributeToken},
		{SpanAttribute, Password, SpanAttributePassword},
		{SpanJSON, Email, SpanJSONEmail},
		{SpanJSON, Card, SpanJSONCard},
		{SpanJSON, Token, SpanJSONToken},
		{SpanJSON, Password, SpanJSONPassword},
		{ExceptionMessage, Email, ExceptionEmail},
		{ExceptionMessage, Card, ExceptionCard},
		{ExceptionMessage, Token, ExceptionToken},
		{ExceptionMessage, Password, ExceptionPassword},
		{MetricAttribute, Email, MetricEmail},
	}
}

// Values returns the texts of All.
func Values() []string {
	var texts []string
	for _, value := range All() {
		texts = append(texts, value.Text)
	}
	return texts
}
