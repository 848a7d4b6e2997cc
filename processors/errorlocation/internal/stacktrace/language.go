// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"math/bits"
	"slices"
	"strings"
)

// Language names a grammar of stack traces.
type Language uint8

// The languages whose traces are read.
const (
	Unknown Language = iota
	Go
	Python
	Java       // and Kotlin, Scala, Clojure and Groovy
	JavaScript // of V8, Firefox and Safari
	DotNet
	Ruby
	PHP
	Rust
	Erlang // and Elixir
	CPP
	Swift
	Dart
	Perl

	// NumLanguages is one more than the largest Language.
	NumLanguages
)

// language is what the package knows of one language. To add one, add a constant above, an entry
// to the table below and a file with its grammar.
type language struct {
	name string
	// sdks are the values of telemetry.sdk.language (OpenTelemetry semantic conventions, telemetry
	// SDK attributes) under which traces of the language are sent.
	sdks []string
	// margin, indent, ends and colons preselect the lines for which opens is called. A line is
	// selected by its first byte: one of margin if the line is not indented, otherwise one of indent
	// after the spaces and tabs.
	margin, indent string
	// A line that starts with a letter, unindented, is also selected if it ends with one of the bytes
	// in ends or has one of the colons.
	ends   string
	colons colons
	// inline reports whether a text of a single line may hold a trace; asked says whether the fields
	// above select the line, and around is what colonsOf returns for it. It should be cheap rather
	// than exact. Nil if a trace of the language always has several lines.
	inline func(text string, asked bool, around colons) bool
	// inlineColons restricts the calls of inline to texts with one of these colons; 0 means no
	// restriction.
	inlineColons colons
	// opens reports whether the line may be the first one from which parse recognises a trace. It is
	// called for a large part of all lines of all texts, so it should be cheap rather than exact.
	opens func(line string) bool
	// parse reads the trace to which the line at pos belongs; prev is the start of the line before
	// it, or -1. It reports whether there is a trace, and must find out within a bounded number of
	// lines if there is none. It leaves the exceptions in p.chain in the order of Result.Chain, each
	// with its frames from the raise outward.
	parse func(p *Parser, prev, pos int) bool
	// inApp reports whether a frame belongs to the application's own code, rather than to the
	// language, to a library or to generated code.
	inApp func(f *Frame) bool
	// title converts the name of a function as found in frames to the one that is reported: without
	// what a compiler adds, and with the separators that the semantic conventions require. Nil if
	// names are reported as they are.
	title func(function string) string
	// innermostLast says that the frame nearest to the raise comes last in the text. A grammar that
	// reads both orders sets Parser.innermostLast for each text instead.
	innermostLast bool
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

var languages [NumLanguages]language

// The table is filled here rather than where it is declared because grammars refer to it.
func init() {
	languages = [NumLanguages]language{
		Go:         golang(),
		Python:     python(),
		Java:       java(),
		JavaScript: javascript(),
		DotNet:     dotnet(),
		Ruby:       ruby(),
		PHP:        php(),
		Rust:       rust(),
		Erlang:     erlang(),
		CPP:        cpp(),
		Swift:      swift(),
		Dart:       dart(),
		Perl:       perl(),
	}
	for lang := Unknown + 1; lang < NumLanguages; lang++ {
		for _, c := range []byte(languages[lang].margin) {
			openers[c].margin |= lang.set()
		}
		for _, c := range []byte(languages[lang].indent) {
			openers[c].indent |= lang.set()
		}
		for _, c := range []byte(languages[lang].ends) {
			enders[c] |= lang.set()
		}
		for found := range around {
			if colons(found)&languages[lang].colons != 0 {
				around[found] |= lang.set()
			}
			needed := languages[lang].inlineColons
			if languages[lang].inline != nil && (needed == 0 || colons(found)&needed != 0) {
				inlineAround[found] |= lang.set()
			}
		}
	}
}

// String returns the name of the language in lower case, which is the value of the attribute
// language of the processor's own metrics.
func (l Language) String() string {
	if l == Unknown || l >= NumLanguages {
		return "unknown"
	}
	return languages[l].name
}

// Languages returns all languages whose traces are read.
func Languages() []Language {
	all := make([]Language, 0, NumLanguages-1)
	for l := Unknown + 1; l < NumLanguages; l++ {
		all = append(all, l)
	}
	return all
}

// languageSet has one bit per language.
type languageSet uint32

const allLanguages languageSet = 1<<NumLanguages - 1

func (l Language) set() languageSet { return 1 << l }

// first returns the first language of a set that is not empty.
func (s languageSet) first() Language { return Language(bits.TrailingZeros32(uint32(s))) }

// rest returns the set without its first language.
func (s languageSet) rest() languageSet { return s & (s - 1) }

// languagesOf returns the languages whose traces are sent under a value of telemetry.sdk.language.
func languagesOf(sdk string) languageSet {
	var set languageSet
	if sdk == "" {
		return set
	}
	for l := range languages {
		if slices.Contains(languages[l].sdks, sdk) {
			set |= Language(l).set()
		}
	}
	return set
}

// colons is a set of what stands around the colons of a line. Nearly all traces of a single line, and
// many first lines of longer ones, have one of the kinds below; few other lines do.
type colons uint8

const (
	// placeColon is the colon in "main.rs:4".
	placeColon colons = 1 << iota
	// callerColon is the second colon in "orders.rb:4:in".
	callerColon
	// wordsColon is the colon in ": runtime error", ": Throw", ": Assertion", "Assertion failed: ".
	wordsColon
	// fieldColon is the colon in `fn: "main"`.
	fieldColon

	allColons = placeColon | callerColon | wordsColon | fieldColon
)

// colonsOf returns the kinds of colons in text.
func colonsOf(text string) colons {
	var found colons
	for at := 0; ; at++ {
		i := strings.IndexByte(text[at:], ':')
		at += i
		if i < 0 || at+2 >= len(text) {
			return found
		}
		before := byte(' ')
		if at > 0 {
			before = text[at-1]
		}
		switch after := text[at+1]; {
		case after == ' ':
			switch text[at+2] {
			case 'r', 'T', 'A':
				found |= wordsColon
			case '"':
				found |= fieldColon
			}
			if before == 'd' && strings.HasSuffix(text[:at], "Assertion failed") || before == 'T' || text[0] == 'A' {
				found |= wordsColon
			}
		case isDigit(before):
			if after == 'i' {
				found |= callerColon
			} else if at+4 < len(text) && text[at+3] == ':' && isDigit(after) && isDigit(text[at+2]) && isDigit(text[at+4]) {
				at += 3 // hours and minutes
			}
		case isDigit(after):
			found |= placeColon
		}
	}
}

// mayBeInline reports whether a text of a single line may hold a trace.
func mayBeInline(text string) bool {
	found := colonsOf(text)
	asked := languageSet(0)
	if isLetter(text[0]) {
		asked = askedAboutWords(text, found)
	} else {
		asked = askedAbout(text)
	}
	for set := inlineAround[found]; set != 0; set = set.rest() {
		if l := set.first(); languages[l].inline(text, asked&l.set() != 0, found) {
			return true
		}
	}
	return false
}

// inlineWith returns a language.inline that accepts texts for which opens does and that contain one
// of the strings.
func inlineWith(opens func(string) bool, strs ...string) func(string, bool, colons) bool {
	return func(text string, asked bool, _ colons) bool {
		return asked && opens(text) &&
			slices.ContainsFunc(strs, func(s string) bool { return strings.Contains(text, s) })
	}
}

// openers maps a byte to the languages that select lines by it: by language.margin as the first byte
// of a line, by language.indent as the first one after the indentation.
var openers [256]struct{ margin, indent languageSet }

// For lines that start with a letter, enders maps the last byte to the languages that select lines by
// it (language.ends), and around does so for the result of colonsOf (language.colons). inlineAround
// maps the result of colonsOf to the languages of which a single line may be a trace.
var (
	enders               [256]languageSet
	around, inlineAround [allColons + 1]languageSet
)

// askedAbout returns the languages whose opens is to be called for the line.
func askedAbout(line string) languageSet {
	if line == "" {
		return 0
	}
	if c := line[0]; isLetter(c) {
		return askedAboutWords(line, colonsOf(line))
	} else if c != ' ' && c != '\t' {
		return openers[c].margin
	}
	i := indentation(line)
	if i == len(line) {
		return 0
	}
	return openers[line[i]].indent
}

// askedAboutWords is askedAbout for a line that starts with a letter and for which colonsOf returns
// found.
func askedAboutWords(line string, found colons) languageSet {
	return openers[line[0]].margin | enders[line[len(line)-1]] | around[found]
}

// mayOpen reports whether the line may be the first of a trace of any language.
func mayOpen(line string) bool {
	for asked := askedAbout(line); asked != 0; asked = asked.rest() {
		if languages[asked.first()].opens(line) {
			return true
		}
	}
	return false
}

// indentation returns the number of spaces and tabs at the start of line.
func indentation(line string) int {
	i := 0
	for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
		i++
	}
	return i
}
