// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"errors"
	"strings"
	"sync"
)

// DefaultMask is the template of the text that replaces a match.
const DefaultMask = "[REDACTED:{detector}]"

// Options say what an Engine looks for and what it writes instead.
type Options struct {
	// Detectors to run. ListedKey runs when RedactKeys is not empty, listed here or not.
	Detectors []ID
	// Mask is the template of the replacement; {detector} stands for the detector's name.
	// Empty means DefaultMask.
	Mask string
	// RedactKeys are keys, or runs of whole words in keys, whose values are replaced.
	RedactKeys []string
	// KeepKeys are keys, or runs of whole words in keys, that say nothing about their value.
	// Finders still look into the value.
	KeepKeys []string
}

// Engine is a compiled set of detectors. It does not change after New, but for its cache of key
// verdicts, and may be used from many goroutines.
type Engine struct {
	classes  classes
	anchors  [256][]literal
	digits   []func(*Scanner, int)
	enabled  [numDetectors]bool
	masks    masks
	vocab    *vocabulary
	keys     keyCache
	scanners sync.Pool
}

// literal is one text that calls a finder. It is kept under its rarest byte.
type literal struct {
	text   string
	anchor int // index of the rarest byte in text
	fold   bool
	find   func(s *Scanner, at int)
}

// New compiles the options. The error joins everything that is wrong with them; each part names the
// option in the notation of the configuration file.
func New(opts Options) (*Engine, error) {
	if opts.Mask == "" {
		opts.Mask = DefaultMask
	}
	e := &Engine{}
	for _, id := range opts.Detectors {
		e.enabled[id] = true
	}
	e.enabled[ListedKey] = len(opts.RedactKeys) > 0

	vocab, err := newVocabulary(e.enabled, opts.RedactKeys, opts.KeepKeys)
	e.vocab = vocab
	e.masks = renderMasks(opts.Mask)
	e.compileFinders()
	e.scanners.New = func() any { return &Scanner{e: e} }
	if err := errors.Join(err, e.checkMask(opts.Mask)); err != nil {
		return nil, err
	}
	return e, nil
}

// compileFinders fills the byte classes and the literals of the finders that are in use.
func (e *Engine) compileFinders() {
	for i := range 10 {
		e.classes['0'+i] |= laneDigit
	}
	e.classes[':'] |= laneColon
	for _, f := range finders {
		if !e.wants(f) {
			continue
		}
		if f.digits {
			e.digits = append(e.digits, f.find)
		}
		for _, text := range f.literals {
			l := literal{text: text, anchor: rarest(text), fold: f.fold, find: f.find}
			e.anchor(text[l.anchor], l)
			if upper := text[l.anchor] &^ 0x20; f.fold && isUpper(upper) {
				e.anchor(upper, l)
			}
		}
	}
	e.classes[wideLead] |= laneAnchor
	if len(e.digits) == 0 {
		for i := range 10 {
			e.classes['0'+i] &^= laneDigit
		}
	}
}

func (e *Engine) anchor(c byte, l literal) {
	e.classes[c] |= laneAnchor
	e.anchors[c] = append(e.anchors[c], l)
}

// wants reports whether a detector that the finder reports for is enabled.
func (e *Engine) wants(f finder) bool {
	for _, id := range f.reports {
		if e.enabled[id] {
			return true
		}
	}
	return false
}

// byteFrequency lists the bytes of text in logs and traces, the most frequent first. Bytes that are
// not listed are rarer.
const byteFrequency = ` etaoinsrlcdupmhg0/.-"1_f2b,y:v3=k54w6789xj`

// rarest returns the index of the byte of text that is seen least in logs and traces.
func rarest(text string) int {
	best, bestRank := 0, -1
	for i := range len(text) {
		rank := strings.IndexByte(byteFrequency, text[i])
		if rank < 0 {
			return i
		}
		if rank > bestRank {
			best, bestRank = i, rank
		}
	}
	return best
}

// matchesAt reports whether the literal stands in text with its first byte at index at.
func (l *literal) matchesAt(text string, at int) bool {
	if at < 0 || len(text)-at < len(l.text) {
		return false
	}
	if !l.fold {
		return text[at:at+len(l.text)] == l.text
	}
	for i := range len(l.text) {
		if lower(text[at+i]) != l.text[i] {
			return false
		}
	}
	return true
}

// Scanner returns a scanner for use by one goroutine. Release gives it back.
func (e *Engine) Scanner() *Scanner { return e.scanners.Get().(*Scanner) }
