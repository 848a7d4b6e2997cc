// SPDX-License-Identifier: Apache-2.0

// Package faults makes a service fail on purpose: errors, latency, panics, and
// a leak of personal data and secrets into its own telemetry. All switches are
// off unless the environment or a call turns them on.
package faults

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/faultline-otel/faultline/services/internal/failure"
)

// maxLatency keeps an added latency below the time-outs of the servers, which
// would turn it into another kind of fault.
const maxLatency = 20 * time.Second

// Settings says which faults a service has.
type Settings struct {
	// ErrorRate is the share of requests that fail, between 0 and 1.
	ErrorRate float64 `json:"error_rate"`
	// Latency is added to each request.
	Latency Duration `json:"latency"`
	// PanicRate is the share of requests whose handler panics, between 0 and 1.
	PanicRate float64 `json:"panic_rate"`
	// Leak makes each request report the values of planted.All.
	Leak bool `json:"leak"`
}

// Duration is a time.Duration that is text such as "200ms" in JSON.
type Duration struct{ time.Duration }

// MarshalText returns the duration in the form of time.Duration.String.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what time.ParseDuration accepts.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is no duration such as 200ms", text)
	}
	d.Duration = parsed
	return nil
}

// Validate returns all that is wrong with s.
func (s Settings) Validate() error {
	var errs []error
	if !isShare(s.ErrorRate) {
		errs = append(errs, fmt.Errorf("error_rate must be between 0 and 1, not %v", s.ErrorRate))
	}
	if !isShare(s.PanicRate) {
		errs = append(errs, fmt.Errorf("panic_rate must be between 0 and 1, not %v", s.PanicRate))
	}
	if s.Latency.Duration < 0 || s.Latency.Duration > maxLatency {
		errs = append(errs, fmt.Errorf("latency must be between 0s and %v, not %v", maxLatency, s.Latency))
	}
	return errors.Join(errs...)
}

// isShare is false for NaN as well.
func isShare(rate float64) bool { return rate >= 0 && rate <= 1 }

// FromEnvironment returns the settings of FAULT_ERROR_RATE, FAULT_LATENCY,
// FAULT_PANIC_RATE and FAULT_LEAK, read with getenv, which has the signature of
// os.Getenv. A variable that is not set leaves its fault off.
func FromEnvironment(getenv func(string) string) (Settings, error) {
	var s Settings
	var errs []error
	read := func(variable, want string, parse func(text string) error) {
		if text := getenv(variable); text != "" {
			if err := parse(text); err != nil {
				errs = append(errs, fmt.Errorf("%s: %q is not %s", variable, text, want))
			}
		}
	}
	read("FAULT_ERROR_RATE", "a number between 0 and 1", func(text string) (err error) {
		s.ErrorRate, err = parseShare(text)
		return err
	})
	read("FAULT_LATENCY", fmt.Sprintf("a duration such as 200ms, of at most %v", maxLatency), func(text string) error {
		if err := s.Latency.UnmarshalText([]byte(text)); err != nil {
			return err
		}
		return Settings{Latency: s.Latency}.Validate()
	})
	read("FAULT_PANIC_RATE", "a number between 0 and 1", func(text string) (err error) {
		s.PanicRate, err = parseShare(text)
		return err
	})
	read("FAULT_LEAK", "true or false", func(text string) (err error) {
		s.Leak, err = strconv.ParseBool(text)
		return err
	})
	return s, errors.Join(errs...)
}

func parseShare(text string) (float64, error) {
	rate, err := strconv.ParseFloat(text, 64)
	if err == nil && !isShare(rate) {
		err = strconv.ErrRange
	}
	return rate, err
}

// Switches holds the settings of a running service. It is safe for concurrent
// use; the zero value has all faults off.
type Switches struct {
	current atomic.Pointer[Settings]
}

// Get returns the settings in force.
func (s *Switches) Get() Settings {
	if current := s.current.Load(); current != nil {
		return *current
	}
	return Settings{}
}

// Set puts settings in force, unless they are invalid.
func (s *Switches) Set(settings Settings) error {
	if err := settings.Validate(); err != nil {
		return err
	}
	s.current.Store(&settings)
	return nil
}

// InjectedError is the error of a request that was made to fail.
type InjectedError struct{ leaks bool }

func (e *InjectedError) Error() string {
	if e.leaks {
		return "injected fault: " + leakyReason
	}
	return "injected fault"
}

// Inject does to a request what the settings in force ask for: it waits, fails
// or panics. The wait ends early, with the context's error, when ctx does.
func (s *Switches) Inject(ctx context.Context) error {
	settings := s.Get()
	if settings.Latency.Duration > 0 {
		timer := time.NewTimer(settings.Latency.Duration)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if rand.Float64() < settings.PanicRate {
		panic("injected panic") // raises the injected panic
	}
	if rand.Float64() < settings.ErrorRate {
		return failure.New(&InjectedError{leaks: settings.Leak}) // raises the injected error
	}
	return nil
}
