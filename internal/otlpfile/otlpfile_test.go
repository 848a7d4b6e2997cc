// SPDX-License-Identifier: Apache-2.0

package otlpfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	require.NoError(t, err)
	_, err = file.WriteString(text)
	require.NoError(t, err)
	require.NoError(t, file.Close())
}

func next(t *testing.T, f *Follower) []string {
	t.Helper()
	var lines []string
	require.NoError(t, f.Next(func(line []byte) error {
		lines = append(lines, string(line))
		return nil
	}))
	return lines
}

func TestFollow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "traces.json")
	f := Follow(path)
	t.Cleanup(func() { assert.NoError(t, f.Close()) })

	assert.Empty(t, next(t, f), "no file yet")
	write(t, path, "one\ntwo\nthr")
	assert.Equal(t, []string{"one", "two"}, next(t, f))
	assert.Empty(t, next(t, f), "half a line is kept back")
	write(t, path, "ee\n")
	assert.Equal(t, []string{"three"}, next(t, f))

	write(t, path, "four\n")
	require.NoError(t, os.Rename(path, strings.Replace(path, "traces", "traces-2026", 1)))
	assert.Equal(t, []string{"four"}, next(t, f), "what was written before the rotation")
	write(t, path, "five\n")
	assert.Equal(t, []string{"five"}, next(t, f))
}

func TestLines(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "logs-2026-01-02.json"), "b\n")
	write(t, filepath.Join(dir, "logs-2026-01-01.json"), strings.Repeat("a", 3<<20)+"\n")
	write(t, filepath.Join(dir, "logs.json"), "c\nd\ncut")

	var lines []string
	require.NoError(t, Lines(filepath.Join(dir, "logs.json"), func(line []byte) error {
		lines = append(lines, string(line))
		return nil
	}))
	require.Len(t, lines, 4)
	assert.Len(t, lines[0], 3<<20)
	assert.Equal(t, []string{"b", "c", "d"}, lines[1:])

	stop := errors.New("stop")
	require.ErrorIs(t, Lines(filepath.Join(dir, "logs.json"), func([]byte) error { return stop }), stop)
}
