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
	"os"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/faultline-otel/faultline/services/internal/database"
	"github.com/faultline-otel/faultline/services/internal/failure"
	"github.com/faultline-otel/faultline/services/internal/httpservice"
)

//go:embed migrations/*.sql
var embedded embed.FS

// failProduct is the product whose payment fails.
const failProduct = "fail_product"

// orders is the service.
type orders struct {
	db      *sql.DB
	users   *userClient
	tracer  trace.Tracer
	logger  *slog.Logger
	report  func(ctx context.Context, message string, err error, fields ...slog.Attr)
	created metric.Int64Counter
	service attribute.KeyValue
}

// order is an order as clients see it.
type order struct {
	ID       int64   `json:"id"`
	UserID   int64   `json:"user_id"`
	Product  string  `json:"product"`
	Quantity int64   `json:"quantity"`
	Total    dollars `json:"total"`
}

// dollars is an amount of money in cents, which JSON shows in dollars.
type dollars int64

// MarshalJSON returns the amount as a number such as 999.99.
func (d dollars) MarshalJSON() ([]byte, error) { //nolint:unparam // The signature is that of json.Marshaler.
	return fmt.Appendf(nil, "%d.%02d", d/100, d%100), nil
}

// PaymentTimeoutError says that the payment provider did not answer.
type PaymentTimeoutError struct{}

func (*PaymentTimeoutError) Error() string {
	return "Payment gateway timeout: Unable to reach provider"
}

// register adds the routes of the service.
func register(ctx context.Context, s *httpservice.Service) (release func() error, err error) {
	migrations, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return nil, fmt.Errorf("find the migrations: %w", err)
	}
	created, err := s.Telemetry.MeterProvider.Meter("order-service").Int64Counter("orders.created",
		metric.WithDescription("Orders that were created."), metric.WithUnit("{order}"))
	if err != nil {
		return nil, fmt.Errorf("make the counter of orders: %w", err)
	}
	users, err := newUserClient(cmp.Or(os.Getenv("USER_SERVICE_URL"), "http://127.0.0.1:8001"), s.Transport())
	if err != nil {
		return nil, err
	}
	db, err := database.Open(ctx, cmp.Or(os.Getenv("DATA_DIR"), "data/order-service"), migrations, s.Telemetry)
	if err != nil {
		return nil, err
	}
	o := &orders{
		db:      db,
		users:   users,
		tracer:  s.Telemetry.TracerProvider.Tracer("order-service"),
		logger:  s.Telemetry.Logger,
		report:  s.Report,
		created: created,
		service: attribute.String("service", s.Telemetry.Service),
	}
	s.AddReadinessCheck(db.PingContext)
	s.Handle("POST /orders", o.post)
	s.Handle("GET /orders/{id}", o.get)
	return func() error {
		users.close()
		return db.Close()
	}, nil
}

// post answers POST /orders.
func (o *orders) post(w http.ResponseWriter, r *http.Request) error {
	request, err := decodeOrder(r)
	if err != nil {
		return err
	}
	if err := o.users.check(r.Context(), request.UserID); err != nil {
		return err
	}
	created, err := o.create(r.Context(), request)
	if err != nil {
		return err
	}
	httpservice.WriteJSON(w, http.StatusCreated, created)
	return nil
}

// create makes the order in the steps that a trace shows.
func (o *orders) create(ctx context.Context, wanted order) (order, error) {
	ctx, span := o.tracer.Start(ctx, "create_order", trace.WithAttributes(
		attribute.Int64("user.id", wanted.UserID),
		attribute.String("order.product", wanted.Product),
		attribute.Int64("order.quantity", wanted.Quantity),
	))
	defer span.End()

	created, err := o.process(ctx, wanted)
	if err != nil {
		if !isRejection(err) {
			span.SetStatus(codes.Error, err.Error())
		}
		return order{}, err
	}
	span.SetAttributes(
		attribute.Int64("order.id", created.ID),
		attribute.Float64("order.total", float64(created.Total)/100),
	)
	o.created.Add(ctx, 1, metric.WithAttributes(o.service))
	o.logger.InfoContext(ctx, "Order created",
		slog.String("event", "order_created"),
		slog.Int64("order_id", created.ID),
		slog.Int64("user_id", created.UserID),
		slog.String("product", created.Product),
		slog.Float64("amount", float64(created.Total)/100),
		slog.String("currency", "USD"))
	return created, nil
}

// isRejection reports whether err is about the order that the client sent, and
// so no fault of the service.
func isRejection(err error) bool {
	answer, ok := errors.AsType[*httpservice.Error](err)
	return ok && answer.Status < http.StatusInternalServerError
}

func (o *orders) process(ctx context.Context, wanted order) (order, error) {
	price, err := o.validateInventory(ctx, wanted)
	if err != nil {
		return order{}, err
	}
	if wanted.Total, err = o.calculateTotal(ctx, wanted, price); err != nil {
		return order{}, &httpservice.Error{Status: http.StatusInternalServerError, Message: "payment processing failed"}
	}
	if wanted.ID, err = o.saveToDatabase(ctx, wanted); err != nil {
		return order{}, err
	}
	return wanted, nil
}

// validateInventory returns the price of one piece of the product.
func (o *orders) validateInventory(ctx context.Context, wanted order) (price dollars, err error) {
	ctx, span := o.tracer.Start(ctx, "validate_inventory")
	defer span.End()

	var maxQuantity int64
	err = o.db.QueryRowContext(ctx, "SELECT price_cents, max_quantity FROM products WHERE name = ?", wanted.Product).
		Scan(&price, &maxQuantity)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, o.unknownProduct(ctx)
	case err != nil:
		return 0, o.broken(ctx, "Failed to read the catalogue", failure.New(fmt.Errorf("select the product: %w", err)))
	case wanted.Quantity > maxQuantity:
		return 0, httpservice.BadRequest("quantity must not be larger than %d for this product", maxQuantity)
	}
	return price, nil
}

// unknownProduct returns the error that tells which products there are.
func (o *orders) unknownProduct(ctx context.Context) error {
	var names string
	err := o.db.QueryRowContext(ctx, "SELECT group_concat(name, ', ' ORDER BY name) FROM products").Scan(&names)
	if err != nil {
		return o.broken(ctx, "Failed to read the catalogue", failure.New(fmt.Errorf("select the names: %w", err)))
	}
	return httpservice.BadRequest("product must be one of the catalogue: %s", names)
}

// calculateTotal returns what the order costs, which includes a fee that the
// payment provider tells.
func (o *orders) calculateTotal(ctx context.Context, wanted order, price dollars) (total dollars, err error) {
	ctx, span := o.tracer.Start(ctx, "calculate_total")
	defer span.End()
	defer func() {
		if err != nil {
			o.report(ctx, "Payment processing failed", err,
				slog.String("event", "payment_failed"),
				slog.Int64("user_id", wanted.UserID),
				slog.String("product", wanted.Product))
		}
	}()

	if wanted.Product == failProduct {
		return 0, failure.New(&PaymentTimeoutError{}) // raises the payment error
	}
	return price * dollars(wanted.Quantity), nil
}

// saveToDatabase stores the order and returns its id.
func (o *orders) saveToDatabase(ctx context.Context, made order) (id int64, err error) {
	ctx, span := o.tracer.Start(ctx, "save_to_database")
	defer span.End()

	result, err := o.db.ExecContext(ctx,
		"INSERT INTO orders (user_id, product, quantity, total_cents) VALUES (?, ?, ?, ?)",
		made.UserID, made.Product, made.Quantity, made.Total)
	if err != nil {
		return 0, o.broken(ctx, "Failed to save order to database", failure.New(fmt.Errorf("insert the order: %w", err)))
	}
	if id, err = result.LastInsertId(); err != nil {
		return 0, o.broken(ctx, "Failed to save order to database", failure.New(fmt.Errorf("read its id: %w", err)))
	}
	return id, nil
}

// broken reports a fault of the database and returns the answer for the client.
func (o *orders) broken(ctx context.Context, message string, err error) error {
	if ctx.Err() != nil {
		return err // The client has gone away, the database did nothing wrong.
	}
	o.report(ctx, message, err, slog.String("event", "database_failed"))
	return &httpservice.Error{Status: http.StatusInternalServerError, Message: "internal server error"}
}

// get answers GET /orders/{id}.
func (o *orders) get(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return httpservice.BadRequest("the id of an order is a whole number from 1")
	}
	trace.SpanFromContext(ctx).SetAttributes(attribute.Int64("order.id", id))

	found := order{ID: id}
	err = o.db.QueryRowContext(ctx, "SELECT user_id, product, quantity, total_cents FROM orders WHERE id = ?", id).
		Scan(&found.UserID, &found.Product, &found.Quantity, &found.Total)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return &httpservice.Error{Status: http.StatusNotFound, Message: fmt.Sprintf("there is no order %d", id)}
	case err != nil:
		return failure.New(fmt.Errorf("select the order: %w", err))
	}
	httpservice.WriteJSON(w, http.StatusOK, found)
	return nil
}
