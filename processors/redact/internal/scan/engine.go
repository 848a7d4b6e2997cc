// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"errors"
	"regexp"
	"slices"
	"sync"
)

// DefaultMask is the default template of the text that replaces a match.
const DefaultMask = "[REDACTED:{detector}]"

// Options say what an Engine looks for and what it writes instead.
type Options struct {
	// Detectors to run. ListedKey runs if and only if RedactKeys is not empty, whether listed here or not.
	Detectors []ID
	// Mask is the template of the replacement; {detector} stands for the detector's name.
	// Empty means DefaultMask.
	Mask string
	// RedactKeys are keys, or runs of whole words in keys, whose values are replaced.
	RedactKeys []string
	// KeepKeys are keys, or runs of whole words in keys, that say nothing about their value.
	// Finders still look into the value.
	KeepKeys []string
	// Action is what is done with a match. Actions overrides it for single detectors.
	Action  Action
	Actions map[ID]Action
	// HashKeys are the keys for ActionHash, the current one first: at most MaxHashKeys.
	HashKeys []HashKey
	// Allow lists the matches that are left in the text.
	Allow []AllowRule
	// Custom lists further detectors. Their IDs follow those of the built-in ones, in this order.
	Custom []CustomRule
}

// Engine is a compiled set of detectors. Only its cache of key verdicts changes after New; it is safe for
// concurrent use.
type Engine struct {
	classes  classes
	literals literals
	// fingerprints replaces classes if vector is set.
	fingerprints *fingerprints
	vector       bool

	digits      [maxRun + 1][]func(*Scanner, int) // finders for runs of digits, by the length of the run
	finders     []finder                          // those of custom rules, besides the built-in ones
	triples     []func(*Scanner, int)             // finders for chunk.triples
	addresses   []func(*Scanner, int)             // finders for chunk.addresses
	addressMask uint64                            // all ones if there are any of these
	enabled     [numDetectors]bool
	keywords    keywords
	forms       *formIndex
	// The kinds of numbers whose detectors have a finder of their own, which looks for their keywords.
	phoneKinds, ibanKinds, macKinds kinds
	masks                           masks
	// detectors are the built-in ones, then the custom ones. actions and writers say, by ID, what is done
	// with their matches.
	detectors []Detector
	actions   []Action
	writers   []writer
	hashKeys  []HashKey
	allow     *allowList
	custom    []*regexp.Regexp
	// leaves is set if a match may be left in the text, by the allow list or by its action.
	leaves    bool
	minLength int
	vocab     *vocabulary
	keys      keyCache
	scanners  sync.Pool
}

// New compiles the options. The error joins all faults found in them; each names the option as the
// configuration file spells it.
func New(opts Options) (*Engine, error) {
	if opts.Mask == "" {
		opts.Mask = DefaultMask
	}
	e := &Engine{hashKeys: opts.HashKeys, minLength: minLength, detectors: slices.Clone(Detectors[:])}
	for _, id := range opts.Detectors {
		e.enabled[id] = true
	}
	e.enabled[ListedKey] = len(opts.RedactKeys) > 0

	e.keywords, e.forms = newKeywords(e.enabled), newFormIndex(e.enabled)
	e.phoneKinds, e.ibanKinds, e.macKinds = kindsOf(Phone), kindsOf(IBAN), kindsOf(MAC)

	vocab, err := newVocabulary(e.enabled, opts.RedactKeys, opts.KeepKeys)
	e.vocab = vocab
	customErr := e.addCustom(opts.Custom)
	allowed, allowErr := newAllowList(opts.Allow)
	e.allow, e.leaves = allowed, !allowed.empty()
	e.masks = renderMasks(opts.Mask, e.detectors)
	e.compileActions(opts)
	e.compileFinders(hasVector)
	e.scanners.New = func() any { return &Scanner{e: e, freed: make([]int64, len(e.detectors))} }
	if err := errors.Join(err, allowErr, customErr, e.checkMask(opts.Mask)); err != nil {
		return nil, err
	}
	return e, nil
}

// compileFinders builds the tables that trigger the enabled finders: fingerprints if vector is set, else
// classes.
func (e *Engine) compileFinders(vector bool) {
	e.vector = vector
	e.triples, e.addresses, e.addressMask = nil, nil, 0
	e.digits = [maxRun + 1][]func(*Scanner, int){}
	all := []literal{{text: wideStart, after: &anyFront, find: func(*Scanner, int) {}}} // handled by scan itself
	digits := false                                                                     // whether a finder needs masks of digits
	for _, f := range slices.Concat(finders, e.finders) {
		if !e.wants(f) {
			continue
		}
		digits = digits || f.digits != 0 || f.triples || f.addresses
		for n := range e.digits {
			if f.digits>>n&1 != 0 {
				e.digits[n] = append(e.digits[n], f.find)
			}
		}
		if f.triples {
			e.triples = append(e.triples, f.find)
		}
		if f.addresses {
			e.addresses, e.addressMask = append(e.addresses, f.find), ^uint64(0)
		}
		after := &anyFront
		if f.after != nil {
			after = f.after
		}
		for _, text := range f.literals {
			all = append(all, literal{text: text, fold: f.fold, after: after, inside: f.inside, find: f.find})
		}
	}
	if vector {
		e.fingerprints = newFingerprints(all, digits)
		e.literals = newLiterals(all, 0) // an anchor is the first byte of a window
	} else {
		e.classes = newClasses(all, digits)
		e.literals = newLiterals(all, 2) // an anchor may be the last byte
	}
}

// wants reports whether any of the detectors that the finder reports for is enabled.
func (e *Engine) wants(f finder) bool {
	return slices.ContainsFunc(f.reports, e.on)
}

// on reports whether a detector runs. Custom ones always do.
func (e *Engine) on(id ID) bool { return int(id) >= numDetectors || e.enabled[id] }

// Scanner returns a scanner for use by one goroutine. The caller must Release it.
func (e *Engine) Scanner() *Scanner { return e.scanners.Get().(*Scanner) }
