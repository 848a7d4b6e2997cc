// SPDX-License-Identifier: Apache-2.0

// Package database opens the SQLite database of a service, with a span for
// each statement, and brings its schema up to date.
package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/XSAM/otelsql"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
	_ "modernc.org/sqlite" // The driver "sqlite".

	"github.com/faultline-otel/faultline/services/internal/telemetry"
)

// InMemory as a directory means a database without a file.
const InMemory = ":memory:"

// Open opens the database in dir, which is created if need be, and runs the
// migrations that it has not seen: the .sql files at the root of migrations in
// the order of their names. A file must never change once it was released.
func Open(ctx context.Context, dir string, migrations fs.FS, tel *telemetry.Telemetry) (*sql.DB, error) {
	location := InMemory
	if dir != InMemory {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return nil, fmt.Errorf("create the data directory: %w", err)
		}
		path, err := filepath.Abs(filepath.Join(dir, tel.Service+".db"))
		if err != nil {
			return nil, fmt.Errorf("find the data directory: %w", err)
		}
		location = (&url.URL{Path: path}).EscapedPath()
	}
	db, err := otelsql.Open("sqlite",
		"file:"+location+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)&_pragma=busy_timeout(5000)",
		otelsql.WithTracerProvider(tel.TracerProvider),
		otelsql.WithMeterProvider(tel.MeterProvider),
		otelsql.WithAttributes(semconv.DBSystemNameSQLite),
		otelsql.WithSpanNameFormatter(func(_ context.Context, method otelsql.Method, query string) string {
			return spanName(string(method), query)
		}),
		otelsql.WithSpanOptions(otelsql.SpanOptions{
			DisableErrSkip:       true,
			OmitConnectorConnect: true,
			OmitConnPrepare:      true,
			OmitConnResetSession: true,
			OmitRows:             true,
			// Migrations are of no request.
			SpanFilter: func(ctx context.Context, _ otelsql.Method, _ string, _ []driver.NamedValue) bool {
				return trace.SpanContextFromContext(ctx).IsValid()
			},
		}),
	)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	// SQLite has one writer, and a database in memory is its connection.
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db, migrations); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// migrate runs the files that are new. The number of those that ran is kept in
// the user_version of the database.
func migrate(ctx context.Context, db *sql.DB, migrations fs.FS) error {
	files, err := fs.Glob(migrations, "*.sql") // Sorted by name.
	if err != nil {
		return fmt.Errorf("list the migrations: %w", err)
	}
	var done int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&done); err != nil {
		return fmt.Errorf("read the version of the schema: %w", err)
	}
	if done > len(files) {
		return fmt.Errorf("the database has %d migrations, this program knows only %d", done, len(files))
	}
	for i, file := range files[done:] {
		if err := runMigration(ctx, db, migrations, file, done+i+1); err != nil {
			return fmt.Errorf("run migration %s: %w", file, err)
		}
	}
	return nil
}

func runMigration(ctx context.Context, db *sql.DB, migrations fs.FS, file string, version int) (err error) {
	statements, err := fs.ReadFile(migrations, file)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	if _, err := tx.ExecContext(ctx, string(statements)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return tx.Commit()
}

// spanName returns "SELECT users" for a query of that table, as the semantic
// conventions for databases advise, and method for anything that is no query.
func spanName(method, query string) string {
	words := strings.Fields(query)
	if len(words) == 0 {
		return method
	}
	operation := strings.ToUpper(words[0])
	for i, word := range words[:len(words)-1] {
		switch strings.ToUpper(word) {
		case "FROM", "INTO", "UPDATE":
			return operation + " " + words[i+1]
		}
	}
	return operation
}
