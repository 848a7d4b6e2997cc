// SPDX-License-Identifier: Apache-2.0

package database

import (
	"maps"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/faultline-otel/faultline/services/internal/telemetry/telemetrytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var migrations = fstest.MapFS{
	"0001_create.sql": {Data: []byte("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL); CREATE TABLE other (id INTEGER);")},
	"0002_fill.sql":   {Data: []byte("INSERT INTO users (name) VALUES ('first');")},
	"README.md":       {Data: []byte("not SQL")},
}

func TestOpenKeepsDataAndRunsMigrationsOnce(t *testing.T) {
	dir := t.TempDir() + "/a b?c#d%20"
	tel := telemetrytest.New(t, "user-service").Telemetry
	for range 2 {
		db, err := Open(t.Context(), dir, migrations, tel)
		require.NoError(t, err)
		var count int
		require.NoError(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM users").Scan(&count))
		assert.Equal(t, 1, count)
		require.NoError(t, db.Close())
	}
	assert.FileExists(t, dir+"/user-service.db")

	grown := maps.Clone(migrations)
	grown["0003_more.sql"] = &fstest.MapFile{Data: []byte("INSERT INTO users (name) VALUES ('second');")}
	db, err := Open(t.Context(), dir, grown, tel)
	require.NoError(t, err)
	var count int
	require.NoError(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM users").Scan(&count))
	assert.Equal(t, 2, count)
	require.NoError(t, db.Close())

	_, err = Open(t.Context(), dir, migrations, tel)
	assert.EqualError(t, err, "the database has 3 migrations, this program knows only 2")
}

func TestOpenFailsOnABrokenMigration(t *testing.T) {
	tel := telemetrytest.New(t, "s").Telemetry
	dir := t.TempDir()
	broken := fstest.MapFS{"0001_broken.sql": {Data: []byte("CREATE TABLE a (id INTEGER); CREATE nonsense;")}}
	_, err := Open(t.Context(), dir, broken, tel)
	require.ErrorContains(t, err, "run migration 0001_broken.sql: ")

	db, err := Open(t.Context(), dir, fstest.MapFS{"0001_good.sql": {Data: []byte("CREATE TABLE a (id INTEGER);")}}, tel)
	require.NoError(t, err, "the broken migration left nothing behind")
	require.NoError(t, db.Close())
}

func TestSpans(t *testing.T) {
	t.Setenv("OTEL_SEMCONV_STABILITY_OPT_IN", "database") // As telemetry.Start does.
	recorder := telemetrytest.New(t, "s")
	db, err := Open(t.Context(), InMemory, migrations, recorder.Telemetry)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	assert.Empty(t, recorder.Spans(), "migrations have no spans")

	ctx, parent := recorder.TracerProvider.Tracer("test").Start(t.Context(), "request")
	var name string
	require.NoError(t, db.QueryRowContext(ctx, "SELECT name FROM users WHERE name = ?", "first").Scan(&name))
	parent.End()

	span := recorder.Span("SELECT users")
	assert.Equal(t, parent.SpanContext().SpanID(), span.Parent.SpanID())
	attributes := telemetrytest.Attributes(span.Attributes)
	assert.Equal(t, "sqlite", attributes["db.system.name"])
	assert.Equal(t, "SELECT name FROM users WHERE name = ?", attributes["db.query.text"])
}

func TestSpanName(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT a, b FROM users WHERE id = ?": "SELECT users",
		"insert into orders (a) values (?)":   "INSERT orders",
		"UPDATE users SET name = ?":           "UPDATE users",
		"DELETE FROM users":                   "DELETE users",
		"PRAGMA user_version":                 "PRAGMA",
		"":                                    "sql.conn.ping",
		"BEGIN":                               "BEGIN",
	} {
		assert.Equal(t, want, spanName("sql.conn.ping", query), query)
	}
}
