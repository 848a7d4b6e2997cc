// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
)

// Action is what is done with a match.
type Action uint8

// The actions. ActionDrop writes the mask, too: removing the whole attribute is up to the caller, who can tell
// by the Match and [Engine.Action].
const (
	ActionMask    Action = iota // write the mask
	ActionPartial               // write the mask and keep a harmless part, see partial.go
	ActionHash                  // write a keyed hash, see hash.go
	ActionToken                 // write a number that is the same for equal values, see token.go
	ActionDrop                  // remove the attribute
	ActionTag                   // change nothing, only report the match
)

// ActionNames are the names of the actions in configurations and metrics.
var ActionNames = [...]string{
	ActionMask:    "mask",
	ActionPartial: "partial",
	ActionHash:    "hash",
	ActionToken:   "token",
	ActionDrop:    "drop",
	ActionTag:     "tag",
}

func (a Action) String() string { return ActionNames[a] }

// writer returns the replacement of a match.
type writer func(s *Scanner, id ID, match string) string

// compileActions sets the action and the writer of each detector. A nil writer means that the mask is written.
func (e *Engine) compileActions(opts Options) {
	e.actions = make([]Action, len(e.detectors))
	e.writers = make([]writer, len(e.detectors))
	for id := range e.detectors {
		action, own := opts.Actions[ID(id)]
		if !own {
			action = opts.Action
		}
		if id >= numDetectors && opts.Custom[id-numDetectors].Action != nil {
			action = *opts.Custom[id-numDetectors].Action
		}
		e.actions[id] = action
		switch action {
		case ActionPartial:
			e.writers[id] = e.partialWriter(ID(id))
		case ActionHash:
			e.writers[id] = writeHash
		case ActionToken:
			e.writers[id] = writeToken
		case ActionTag:
			e.leaves = true
		case ActionMask, ActionDrop:
		}
	}
}

// Detectors returns the detectors that the engine knows, by ID: the built-in ones, enabled or not, then the
// custom ones.
func (e *Engine) Detectors() []Detector { return e.detectors }

// Action returns what is done with the matches of a detector.
func (e *Engine) Action(id ID) Action { return e.actions[id] }

// Has reports whether any enabled detector has the action.
func (e *Engine) Has(action Action) bool {
	for id, a := range e.actions {
		if a == action && e.on(ID(id)) {
			return true
		}
	}
	return false
}

// replacement returns what is written in place of a match of the detector id.
func (s *Scanner) replacement(id ID, match string) string {
	if write := s.e.writers[id]; write != nil {
		return write(s, id, match)
	}
	return s.e.masks.text[id]
}

// leftAlone is what a scanner knows about matches that are left in the text.
type leftAlone struct {
	// counting is set in the first run over a value. Later runs come across the same matches again.
	counting bool
	// replaced is set if the text may contain replacements. It is valid if known is set.
	replaced, known bool
	freed           []ID // detectors of the matches that the allow list freed
}

// inReplacement reports whether a match lies in what was written for an earlier one, here or by another
// collector. The digits of a hash, for example, can be a card number.
func (s *Scanner) inReplacement(m span) bool {
	masks := &s.e.masks
	if !s.left.known {
		s.left.known = true
		s.left.replaced = strings.Contains(s.text, masks.prefix) || strings.Contains(s.text, hashStart)
	}
	if !s.left.replaced {
		return false
	}
	// Text before floor belongs to matches that were checked already.
	for i := m.start; i >= s.floor && i > m.start-masks.longest; i-- {
		if n := masks.at(s.text, i); n > 0 {
			return i+n >= m.end
		}
	}
	return false
}

// leaves reports whether a match is left in the text: because it lies in a replacement that was written before,
// because the allow list frees it, because its detector only tags, or because it has its partial form already.
//
// It moves floor behind such a match, so keys in it are not read, as with one that is replaced. This keeps a scan
// linear.
func (s *Scanner) leaves(m span) bool {
	if !s.checksMask && s.inReplacement(m) {
		return true
	}
	if !s.e.leaves {
		return false
	}
	match := s.text[m.start:m.end]
	switch {
	case s.e.allow.frees(s.e, m.detector, match):
		if s.left.counting {
			s.left.freed = append(s.left.freed, m.detector)
		}
	case s.e.actions[m.detector] == ActionTag:
		s.tag(m)
	case s.e.actions[m.detector] == ActionPartial && isNetwork(s.e.detectors[m.detector].Name, s.text, m.start, m.end):
	default:
		return false
	}
	s.floor = max(s.floor, m.end)
	return true
}

// tag records a match that is only reported. Overlapping matches of the same detector count once.
func (s *Scanner) tag(m span) {
	if !s.left.counting {
		return
	}
	for i := len(s.tagged) - 1; i >= 0 && s.tagged[i].end > m.start; i-- {
		if s.tagged[i].detector == m.detector && s.tagged[i].start < m.end {
			s.tagged[i].start = min(s.tagged[i].start, m.start)
			s.tagged[i].end = max(s.tagged[i].end, m.end)
			return
		}
	}
	s.tagged = append(s.tagged, m)
}

// report appends the matches that were replaced and those that were tagged to s.matches, in order, and counts the freed
// ones.
func (s *Scanner) report() {
	for _, m := range s.found {
		s.matches = append(s.matches, Match{Detector: m.detector, Start: m.start, End: m.end})
	}
	for _, id := range s.left.freed {
		s.freed[id]++
	}
	s.left.freed = s.left.freed[:0]
	if len(s.tagged) == 0 {
		return
	}
	for _, m := range s.tagged {
		s.matches = append(s.matches, Match{Detector: m.detector, Start: m.start, End: m.end})
	}
	s.tagged = s.tagged[:0]
	slices.SortStableFunc(s.matches, func(a, b Match) int { return a.Start - b.Start })
}

// Freed returns how many matches of each detector the allow list has freed since the last call, or nil if
// there are none.
func (s *Scanner) Freed() []int64 {
	if !slices.ContainsFunc(s.freed, func(n int64) bool { return n > 0 }) {
		return nil
	}
	freed := slices.Clone(s.freed)
	clear(s.freed)
	return freed
}
