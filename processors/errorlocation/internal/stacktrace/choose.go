// SPDX-License-Identifier: Apache-2.0

package stacktrace

// choose returns the frame that answers where the error came from: walking outward from the point
// of the raise, and through the chain from the root cause to what wraps it, the first frame of the
// application's own code. Of frames in doubt the first of the least doubtful ones answers, and of
// those one that may have been cut off only if no whole one does. If
// the application has no frame at all, the first one with a file answers, and if none has a file,
// the first one with a function.
func (p *Parser) choose() (Frame, Reason) {
	var doubtful, placed, named *Frame
	var doubtfulReason Reason
	var least uint8
	for i := range p.chain {
		frames := p.chain[i].Frames
		for j := range frames {
			f := &frames[j]
			if reason := p.classify(f); reason.InApp() {
				doubt := f.doubt << 1
				if reason == ReasonInclude {
					doubt = 0
				}
				if f.partial {
					doubt++
				}
				if doubt == 0 {
					return *f, reason
				}
				if doubtful == nil || doubt < least {
					doubtful, doubtfulReason, least = f, reason, doubt
				}
			}
			if f.File != "" && (placed == nil || placed.partial && !f.partial) {
				placed = f
			}
			if f.Function != "" && named == nil {
				named = f
			}
		}
	}
	switch {
	case doubtful != nil:
		return *doubtful, doubtfulReason
	case placed != nil:
		return *placed, ReasonNoInApp
	case named != nil:
		return *named, ReasonFunctionOnly
	}
	return Frame{}, ReasonNone
}

// classify returns ReasonInApp or ReasonInclude for a frame of the application's own code, else
// ReasonNone.
func (p *Parser) classify(f *Frame) Reason {
	if p.rules != nil {
		if matchesAny(p.rules.Exclude, f) {
			return ReasonNone
		}
		if matchesAny(p.rules.Include, f) {
			return ReasonInclude
		}
	}
	if languages[p.lang].inApp(f) {
		return ReasonInApp
	}
	return ReasonNone
}

func (p *Parser) inApp(f *Frame) bool { return p.classify(f).InApp() }

func (p *Parser) anyInApp(frames []Frame) bool {
	for i := range frames {
		if p.inApp(&frames[i]) {
			return true
		}
	}
	return false
}
