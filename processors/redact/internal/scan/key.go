// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"
)

// Context is what a key says about its value, its verdict. The zero Context says nothing.
type Context struct {
	detector ID // the detector that replaces the whole value, or None
	flags    flags
	kinds    kinds // the kinds of numbers for which the key has a keyword
}

// IsSecret reports whether the key alone is reason to replace its value.
func (c Context) IsSecret() bool { return c.detector != None }

// IsHeader reports whether the key is the name of an HTTP header that carries credentials or cookies.
func (c Context) IsHeader() bool { return c.detector == Bearer || c.detector == Cookie }

// Under returns the context of a value whose key has the context c and is inside the map or list whose key
// has the context parent. The values of "password": ["a", "b"] and "credentials": {"value": "a"} get the
// detector of the outer key, that of "token": {"type": "a"} does not.
func (c Context) Under(parent Context) Context {
	if c.flags&plainKey != 0 && parent.flags&ownsKey != 0 && parent.detector == None {
		return Context{detector: Secret, flags: certain}
	}
	if c.detector == None && c.flags&aboutWord == 0 {
		c.detector = parent.detector
		c.flags |= parent.flags &^ (aboutWord | ownsKey)
		c.kinds = c.kinds.or(parent.kinds)
	}
	return c
}

// Key is what an engine knows about the key of a map. It is shared and must not be changed.
type Key struct {
	// Name is the key after redaction: an email address, for example, can be a key. It is the key itself if
	// nothing in it was replaced.
	Name string
	// Matches lists what was found in the key.
	Matches []Match
	// Context is that of the key's value, without what the keys of outer maps add, see Under.
	Context Context

	original string
	part     part
}

// Is reports whether name is the key before redaction.
func (k *Key) Is(name string) bool { return k.original == name }

// The cache keeps the verdicts of up to keyCacheSize keys of at most maxCachedKey bytes. A key can be in one of two
// slots, so the cache needs no lock and cannot grow: if both are taken, the key replaces one of the two.
const (
	keyCacheSize = 4096
	maxCachedKey = 128
)

type keyCache struct {
	slots [keyCacheSize]atomic.Pointer[Key]
}

var keySeed = maphash.MakeSeed()

// Key returns what the scanner's engine knows about a key of a map.
func (s *Scanner) Key(name string) *Key {
	if len(name) > maxCachedKey {
		return s.judgeKey(name)
	}
	hash := maphash.String(keySeed, name)
	slot := &s.e.keys.slots[hash%keyCacheSize]
	if k := slot.Load(); k != nil && k.original == name {
		return k
	}
	other := &s.e.keys.slots[hash>>32%keyCacheSize]
	if k := other.Load(); k != nil && k.original == name {
		return k
	}
	if slot.Load() != nil {
		slot = other
	}
	k := s.judgeKey(strings.Clone(name)) // the cache must not keep the caller's buffer alive
	if !s.hasToken(k.Matches) {          // the number in a token is only valid within one record
		slot.Store(k)
	}
	return k
}

// hasToken reports whether one of the matches is replaced by a token.
func (s *Scanner) hasToken(matches []Match) bool {
	return slices.ContainsFunc(matches, func(m Match) bool { return s.e.actions[m.Detector] == ActionToken })
}

func (s *Scanner) judgeKey(name string) *Key {
	k := &Key{original: name, part: partOf(name)}
	var changed bool
	if k.Name, changed = s.Value(name, Context{}); changed || len(s.matches) > 0 {
		k.Matches = slices.Clone(s.matches)
	}
	// The words of a mask do not belong to the key.
	k.Context = s.e.vocab.judge(s.e.masks.cut(k.Name), 0)
	k.Context.kinds = s.e.keywords.inKey(s.e.masks.cut(k.Name), s.e.vocab.isAbout)
	return k
}
