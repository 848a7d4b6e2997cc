// SPDX-License-Identifier: Apache-2.0

// Package otlpfile reads what the collector's file exporter writes: OTLP as JSON, one export request
// a line, in a file that is rotated.
package otlpfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Follower reads the lines that are added to a file, also across its rotation.
type Follower struct {
	path    string
	file    *os.File
	partial []byte // of a line whose end is not yet written
}

// Follow follows a file that need not exist yet.
func Follow(path string) *Follower { return &Follower{path: path} }

// Close closes the file.
func (f *Follower) Close() error {
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}

// Next calls handle with each whole line that was added since the last call.
func (f *Follower) Next(handle func(line []byte) error) error {
	for {
		if f.file == nil {
			file, err := os.Open(f.path)
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			f.file = file
		}
		if err := f.readLines(handle); err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
		rotated, err := f.rotated()
		if err != nil || !rotated {
			return err
		}
		if err := f.file.Close(); err != nil {
			return err
		}
		f.file, f.partial = nil, nil
	}
}

// rotated reports whether the path now names another file, and the open one has been read to its end.
func (f *Follower) rotated() (bool, error) {
	now, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // between the renaming and the creation
	}
	if err != nil {
		return false, err
	}
	open, err := f.file.Stat()
	if err != nil {
		return false, err
	}
	if os.SameFile(now, open) {
		return false, nil
	}
	at, err := f.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return false, err
	}
	return at == open.Size(), nil
}

func (f *Follower) readLines(handle func(line []byte) error) error {
	reader := bufio.NewReaderSize(f.file, 1<<20)
	for {
		chunk, err := reader.ReadBytes('\n')
		f.partial = append(f.partial, chunk...)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line := bytes.TrimSuffix(f.partial, []byte("\n"))
		f.partial = nil
		if err := handle(line); err != nil {
			return err
		}
	}
}

// Lines calls handle with each line of a file and of its rotated predecessors, oldest first. A last
// line without an end is left out.
func Lines(path string, handle func(line []byte) error) error {
	extension := filepath.Ext(path)
	rotated, err := filepath.Glob(strings.TrimSuffix(path, extension) + "-*" + extension)
	if err != nil {
		return err
	}
	slices.Sort(rotated) // their names hold the time
	for _, name := range append(rotated, path) {
		follower := Follow(name)
		if err := errors.Join(follower.Next(handle), follower.Close()); err != nil {
			return err
		}
	}
	return nil
}
