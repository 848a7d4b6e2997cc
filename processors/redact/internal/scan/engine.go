// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"errors"
	"regexp"
	"slices"
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
	// Action is what is done with a match, Actions what is done with those of single detectors.
	Action  Action
	Actions map[ID]Action
	// HashKeys are the keys for ActionHash, the current one first: at most MaxHashKeys.
	HashKeys []HashKey
	// Allow lists the matches that stay.
	Allow []AllowRule
	// Custom lists further detectors. They get the IDs after those of Detectors, in their order.
	Custom []CustomRule
}

// Engine is a compiled set of detectors. It does not change after New, but for its cache of key
// verdicts, and may be used from many goroutines.
type Engine struct {
	classes  classes
	literals literals
	// fingerprints do the work of classes where vector is set.
	fingerprints *fingerprints
	vector       bool

	digits   [maxRun + 1][]func(*Scanner, int) // by the length of the run
	finders  []finder                          // besides the built-in ones
	joints   []func(*Scanner, int)
	stepping []func(*Scanner, int)
	steps    uint64 // all ones if there are finders for steps
	enabled  [numDetectors]bool
	keywords keywords
	forms    *formIndex
	// The kinds of numbers whose finders ask for their keywords.
	phoneKinds, ibanKinds, macKinds kinds
	masks                           masks
	// detectors are the built-in ones and those of the configuration; actions and writers say what is done
	// with their matches.
	detectors []Detector
	actions   []Action
	writers   []writer
	hashKeys  []HashKey
	allow     *allowList
	custom    []*regexp.Regexp
	// leaves is set if a match may stay.
	leaves    bool
	minLength int
	vocab     *vocabulary
	keys      keyCache
	scanners  sync.Pool
}

// New compiles the options. The error joins everything that is wrong with them; each part names the
// option in the notation of the configuration file.
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

// compileFinders fills the byte classes and the literals of the finders that are in use.
func (e *Engine) compileFinders(vector bool) {
	e.vector = vector
	e.joints, e.stepping, e.steps = nil, nil, 0
	e.digits = [maxRun + 1][]func(*Scanner, int){}
	all := []literal{{text: wideStart, find: func(*Scanner, int) {}}} // scan itself reads on from there
	digits := false                                                   // whether a finder asks for them
	for _, f := range slices.Concat(finders, e.finders) {
		if !e.wants(f) {
			continue
		}
		digits = digits || f.digits != 0 || f.joints || f.steps
		for n := range e.digits {
			if f.digits>>n&1 != 0 {
				e.digits[n] = append(e.digits[n], f.find)
			}
		}
		if f.joints {
			e.joints = append(e.joints, f.find)
		}
		if f.steps {
			e.stepping, e.steps = append(e.stepping, f.find), ^uint64(0)
		}
		for _, text := range f.literals {
			all = append(all, literal{text: text, fold: f.fold, find: f.find})
		}
	}
	if vector {
		e.fingerprints = newFingerprints(all, digits)
		e.literals = newLiterals(all, 0) // an anchor starts a window
	} else {
		e.classes = newClasses(all, digits)
		e.literals = newLiterals(all, 2) // an anchor may be the last byte
	}
}

// wants reports whether a detector that the finder reports for is enabled.
func (e *Engine) wants(f finder) bool {
	return slices.ContainsFunc(f.reports, e.on)
}

// on reports whether a detector runs. Those of the configuration always do.
func (e *Engine) on(id ID) bool { return int(id) >= numDetectors || e.enabled[id] }

// Scanner returns a scanner for use by one goroutine. Release gives it back.
func (e *Engine) Scanner() *Scanner { return e.scanners.Get().(*Scanner) }
