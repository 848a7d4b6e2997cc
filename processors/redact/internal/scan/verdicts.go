// SPDX-License-Identifier: Apache-2.0

package scan

// verdicts is a cache of what the vocabulary says about the latest keys in text, because the same few come again and
// again. Each key has only one place, so the cache cannot grow.
type verdicts struct {
	places [64]struct {
		key     [maxVerdictKey]byte
		size    uint8
		from    uint8
		context Context
	}
}

// maxVerdictKey is the length in bytes of the longest key that is remembered.
const maxVerdictKey = 40

// judge is vocabulary.judge with a cache.
func (s *Scanner) judge(key string, from int) Context {
	if uint(len(key)-1) >= maxVerdictKey || uint(from) > maxVerdictKey {
		return s.e.vocab.judge(key, from)
	}
	place := &s.verdicts.places[hashShort(key)>>58]
	if string(place.key[:place.size]) != key || place.from != uint8(from) {
		place.context = s.e.vocab.judge(key, from)
		place.size, place.from = uint8(copy(place.key[:], key)), uint8(from)
	}
	return place.context
}
