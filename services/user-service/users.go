// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/mail"
	"os"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/faultline-otel/faultline/services/internal/database"
	"github.com/faultline-otel/faultline/services/internal/failure"
	"github.com/faultline-otel/faultline/services/internal/httpservice"
)

//go:embed migrations/*.sql
var embedded embed.FS

// maxText is the largest name or e-mail address, in bytes.
const maxText = 254

// users is the service.
type users struct {
	db         *sql.DB
	logger     *slog.Logger
	registered metric.Int64Counter
	service    attribute.KeyValue
}

// user is a user as clients see it.
type user struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// register adds the routes of the service.
func register(ctx context.Context, s *httpservice.Service) (release func() error, err error) {
	migrations, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return nil, fmt.Errorf("find the migrations: %w", err)
	}
	registered, err := s.Telemetry.MeterProvider.Meter("user-service").Int64Counter("users.registered",
		metric.WithDescription("Users that were created."), metric.WithUnit("{user}"))
	if err != nil {
		return nil, fmt.Errorf("make the counter of users: %w", err)
	}
	db, err := database.Open(ctx, cmp.Or(os.Getenv("DATA_DIR"), "data/user-service"), migrations, s.Telemetry)
	if err != nil {
		return nil, err
	}
	u := &users{
		db:         db,
		logger:     s.Telemetry.Logger,
		registered: registered,
		service:    attribute.String("service", s.Telemetry.Service),
	}
	s.AddReadinessCheck(db.PingContext)
	s.Handle("POST /users", u.create)
	s.Handle("GET /users/{id}", u.get)
	return db.Close, nil
}

// create answers POST /users.
func (u *users) create(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	type newUser struct {
		Name  string `json:"name"`
		Email string `json:"email"`
	}
	wanted, err := httpservice.DecodeJSON[newUser](r)
	if err != nil {
		return err
	}
	if err := errors.Join(checkName(wanted.Name), checkEmail(wanted.Email)); err != nil {
		return httpservice.BadRequest("%s", strings.ReplaceAll(err.Error(), "\n", "; "))
	}

	result, err := u.db.ExecContext(ctx, "INSERT INTO users (name, email) VALUES (?, ?)", wanted.Name, wanted.Email)
	if err != nil {
		return failure.New(fmt.Errorf("insert the user: %w", err))
	}
	id, err := result.LastInsertId()
	if err != nil {
		return failure.New(fmt.Errorf("read the id of the user: %w", err))
	}

	trace.SpanFromContext(ctx).SetAttributes(attribute.Int64("user.id", id))
	u.registered.Add(ctx, 1, metric.WithAttributes(u.service))
	u.logger.InfoContext(ctx, "User registered",
		slog.String("event", "user_registered"), slog.Int64("user_id", id))
	httpservice.WriteJSON(w, http.StatusCreated, user{ID: id, Name: wanted.Name, Email: wanted.Email})
	return nil
}

func checkName(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return errors.New("name is missing")
	case len(name) > maxText:
		return fmt.Errorf("name must not be longer than %d bytes", maxText)
	}
	return nil
}

func checkEmail(email string) error {
	if email == "" {
		return errors.New("email is missing")
	}
	if len(email) > maxText {
		return fmt.Errorf("email must not be longer than %d bytes", maxText)
	}
	if address, err := mail.ParseAddress(email); err != nil || address.Address != email {
		return errors.New("email must be an address such as alice@example.com")
	}
	return nil
}

// get answers GET /users/{id}.
func (u *users) get(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return httpservice.BadRequest("the id of a user is a whole number from 1")
	}
	trace.SpanFromContext(ctx).SetAttributes(attribute.Int64("user.id", id))

	found := user{ID: id}
	err = u.db.QueryRowContext(ctx, "SELECT name, email FROM users WHERE id = ?", id).Scan(&found.Name, &found.Email)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return &httpservice.Error{Status: http.StatusNotFound, Message: fmt.Sprintf("there is no user %d", id)}
	case err != nil:
		return failure.New(fmt.Errorf("select the user: %w", err))
	}
	httpservice.WriteJSON(w, http.StatusOK, found)
	return nil
}
