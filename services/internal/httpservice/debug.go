// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"log/slog"
	"net/http"

	"github.com/faultline-otel/faultline/services/internal/faults"
)

// DebugHandler returns the handler of the debug listener:
//
//	GET /debug/faults     the fault switches
//	PUT /debug/faults     sets all of them; one that is left out is off
//	GET /debug/telemetry  {"spans_ended": N}, the number of sampled spans
//
// It must not be reachable from outside. Its requests are not reported on.
func (s *Service) DebugHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /debug/faults", func(w http.ResponseWriter, _ *http.Request) {
		WriteJSON(w, http.StatusOK, s.Faults.Get())
	})
	mux.HandleFunc("PUT /debug/faults", s.setFaults)
	mux.HandleFunc("GET /debug/telemetry", func(w http.ResponseWriter, _ *http.Request) {
		WriteJSON(w, http.StatusOK, map[string]int64{"spans_ended": s.Telemetry.EndedSpans.Ended()})
	})
	return mux
}

func (s *Service) setFaults(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	settings, err := DecodeJSON[faults.Settings](r)
	if err == nil {
		if invalid := s.Faults.Set(settings); invalid != nil {
			err = BadRequest("%v", invalid)
		}
	}
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	s.logger.WarnContext(r.Context(), "Fault switches changed",
		slog.String("event", "configuration_changed"),
		slog.Float64("error_rate", settings.ErrorRate),
		slog.String("latency", settings.Latency.String()),
		slog.Float64("panic_rate", settings.PanicRate),
		slog.Bool("leak", settings.Leak))
	WriteJSON(w, http.StatusOK, settings)
}
