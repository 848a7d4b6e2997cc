// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"
)

// Context is what a key says about its value. The zero Context says nothing.
type Context struct {
	detector ID // to which the whole value belongs, or None
	flags    flags
	kinds    kinds // the numbers that the key speaks for
}

// IsSecret reports whether the key alone is reason to replace its value.
func (c Context) IsSecret() bool { return c.detector != None }

// IsHeader reports whether the key is that of a header of HTTP with credentials.
func (c Context) IsHeader() bool { return c.detector == Bearer || c.detector == Cookie }

// Under returns the context of a value whose key has the context c, inside the map or list whose key
// has the context parent: "password": ["a", "b"] and "credentials": {"value": "a"} belong to the
// detector of the outer key, "token": {"type": "a"} does not.
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

// Key is what an engine knows of a key of a map. It is shared and must not be changed.
type Key struct {
	// Name is the key with its own matches masked: an address can be a key, too.
	Name string
	// Matches lists what was found in the key. Name is the key as it was if nothing of it was replaced.
	Matches []Match
	// Context of the key's value, apart from what its parents add.
	Context Context

	original string
	part     part
}

// Is reports whether name is the key.
func (k *Key) Is(name string) bool { return k.original == name }

// keyCacheSize is the number of keys whose verdict is kept. A key has one of two places, so that the cache
// needs no lock and cannot grow: where both are taken, it replaces one of those that are there.
const (
	keyCacheSize = 4096
	maxCachedKey = 128
)

type keyCache struct {
	slots [keyCacheSize]atomic.Pointer[Key]
}

var keySeed = maphash.MakeSeed()

// Key returns what the scanner's engine knows of a key.
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
	if !s.hasToken(k.Matches) {          // the number of a token is good for one record
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
	// What a mask says is no word of the key.
	k.Context = s.e.vocab.judge(s.e.masks.cut(k.Name), 0)
	k.Context.kinds = s.e.keywords.inKey(s.e.masks.cut(k.Name), s.e.vocab.isAbout)
	return k
}
