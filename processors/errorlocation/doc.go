// SPDX-License-Identifier: Apache-2.0

//go:generate mdatagen metadata.yaml

// Package errorlocation is a processor for spans and logs that answers where an error came from.
// It finds the stack trace that a span or a log record carries, in whichever field and language,
// and writes the line of the application's own code that raised the error as code.file.path,
// code.line.number and code.function.name of the OpenTelemetry semantic conventions.
package errorlocation
