// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"errors"
	"math"
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
	classes classes
	anchors [256]*literals
	// pairs has the bytes at and behind which there may be a literal: most anchors end there.
	pairs pairs
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

// windowSize is the most bytes by which a literal is looked for.
const windowSize = 4

// literal is one text that calls a finder. It is kept under its anchor, one of its bytes.
type literal struct {
	text   string
	anchor int // index of the anchor in text
	fold   bool
	find   func(s *Scanner, at int)
}

// literals are those that are kept under one byte. near tells, by bytes around the anchor, which of them can stand
// there: bit i for those at index i, i+nearBits and so on. So a byte under which there are many literals costs little
// more than one with a single one.
type literals struct {
	// single are the finders that the byte alone calls.
	single []func(s *Scanner, at int)
	list   []literal
	near   [len(nearPlaces)][256]uint16
}

const nearBits = 16

// nearPlaces are the places that literals.near is about.
var nearPlaces = [...]int{-1, 1, 2}

const nearNext = 1 // the index in nearPlaces of the byte behind the anchor

func (ls *literals) add(l literal) {
	if len(l.text) == 1 {
		ls.single = append(ls.single, l.find)
		return
	}
	bit := uint16(1) << (len(ls.list) % nearBits)
	ls.list = append(ls.list, l)
	for i, place := range nearPlaces {
		allow(&ls.near[i], l.text, l.anchor+place, l.fold, bit)
	}
}

// allow sets the bit for the byte at index i of text, or for every byte if there is none.
func allow(bits *[256]uint16, text string, i int, fold bool, bit uint16) {
	if i < 0 || i >= len(text) {
		for c := range bits {
			bits[c] |= bit
		}
		return
	}
	bits[text[i]] |= bit
	if upper := text[i] &^ 0x20; fold && isUpper(upper) {
		bits[upper] |= bit
	}
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
	e.joints, e.stepping, e.steps, e.anchors = nil, nil, 0, [256]*literals{}
	e.digits, e.pairs = [maxRun + 1][]func(*Scanner, int){}, pairs{}
	all := []literal{{text: wideStart}}
	digits := false // whether a finder asks for them
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
	} else {
		e.classes = newClasses(all, digits)
	}
	for _, l := range all {
		if l.find == nil {
			continue
		}
		c := l.text[l.anchor]
		e.anchor(c, l)
		if upper := c &^ 0x20; l.fold && isUpper(upper) {
			e.anchor(upper, l)
		}
	}
	for c, ls := range e.anchors {
		for next := range 256 {
			if ls != nil && (len(ls.single) > 0 || ls.near[nearNext][next] != 0) || c == wideLead {
				e.pairs.add(byte(c), byte(next))
			}
		}
	}
}

// pairs is a set of pairs of bytes.
type pairs [256][256 / 64]uint64

func (p *pairs) add(c, next byte) { p[c][next/64] |= 1 << (next % 64) }

func (p *pairs) has(c, next byte) bool { return p[c][next/64]>>(next%64)&1 != 0 }

func (e *Engine) anchor(c byte, l literal) {
	if e.anchors[c] == nil {
		e.anchors[c] = &literals{}
	}
	e.anchors[c].add(l)
}

// wants reports whether a detector that the finder reports for is enabled.
func (e *Engine) wants(f finder) bool {
	return slices.ContainsFunc(f.reports, e.on)
}

// on reports whether a detector runs. Those of the configuration always do.
func (e *Engine) on(id ID) bool { return int(id) >= numDetectors || e.enabled[id] }

// bestWindow returns where the window of a literal starts: the four bytes of which there are the fewest in a text. A
// digit does not start one, for it has events of its own.
func bestWindow(text string, fold bool) int {
	best, least := 0, math.Inf(1)
	for i := range len(text) {
		if isASCIIDigit(text[i]) {
			continue
		}
		weight := 1.0
		for _, c := range []byte(text[i:min(len(text), i+windowSize)]) {
			w := byteWeights[c]
			if upper := c &^ 0x20; fold && isUpper(upper) {
				w += byteWeights[upper]
			}
			weight *= w
		}
		if weight < least {
			best, least = i, weight
		}
	}
	return best
}

// byteFrequency lists the bytes of text in logs and traces, the most frequent first. Bytes that are
// not listed are rarer.
const byteFrequency = ` etaoinsrlcdupmhg0/.-"1_f2b,y:v3=k54w6789xjETAIOSNRLCDUPMHG`

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
