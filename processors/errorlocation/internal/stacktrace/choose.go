// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strconv"
)

// choose sets the location of the result. It goes through the exceptions from the root cause to those
// that wrap it, and through their frames from the raise outward, and chooses in this order:
//
//   - with Hints.PreferRoots, the first frame below a root of the application;
//   - the first frame that is certainly the application's own and complete;
//   - of the other frames of the application, the first of those with the least doubt, and among
//     equals a complete one rather than one that may have been cut;
//   - the first frame below a root of the application;
//   - the first frame with a file, a complete one if there is one;
//   - the first frame with a function.
func (p *Parser) choose() {
	r := &p.result
	if p.hints.PreferRoots {
		r.Root = p.entryRoot()
		if p.chooseBelowRoot() {
			return
		}
	}
	var doubtful, placed, named *Frame
	var doubtfulReason Reason
	var doubtfulRule string
	var least uint8
	for i := range p.chain {
		frames := p.chain[i].Frames
		for j := range frames {
			f := &frames[j]
			if reason, rule := p.classify(f); reason.InApp() {
				doubt := f.doubt << 1
				if reason != ReasonInApp {
					doubt = 0 // a pattern of the user decides
				}
				if f.partial {
					doubt++
				}
				if doubt == 0 {
					r.Location, r.Reason, r.Rule = *f, reason, rule
					return
				}
				if doubtful == nil || doubt < least {
					doubtful, doubtfulReason, doubtfulRule, least = f, reason, rule, doubt
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
	if doubtful == nil {
		r.Root = p.entryRoot()
		if p.chooseBelowRoot() {
			return
		}
	}
	switch {
	case doubtful != nil:
		r.Location, r.Reason, r.Rule = *doubtful, doubtfulReason, doubtfulRule
	case placed != nil:
		r.Location, r.Reason = *placed, ReasonNoInApp
	case named != nil:
		r.Location, r.Reason = *named, ReasonFunctionOnly
	}
}

// chooseBelowRoot sets the location to the first frame below a root of the application, and reports
// whether there is one.
func (p *Parser) chooseBelowRoot() bool {
	if len(p.hints.Roots) == 0 && p.result.Root == "" {
		return false
	}
	for i := range p.chain {
		frames := p.chain[i].Frames
		for j := range frames {
			f := &frames[j]
			root := p.rootOf(f)
			if root == "" || f.partial {
				continue
			}
			if reason, rule := p.classify(f); reason == ReasonNone && rule != "" {
				continue // excluded
			}
			p.result.Location, p.result.Reason, p.result.Rule = *f, ReasonLearned, root
			return true
		}
	}
	return false
}

// classify returns the reason why a frame is the application's own, or ReasonNone if it is not, and
// the pattern that decided either, "" if it was the built-in rules.
func (p *Parser) classify(f *Frame) (Reason, string) {
	for _, reason := range [...]Reason{ReasonServiceInclude, ReasonInclude} {
		rules := p.rules
		if reason == ReasonServiceInclude {
			rules = p.hints.Rules
		}
		if rules == nil {
			continue
		}
		if pattern, ok := match(rules.Exclude, f); ok {
			return ReasonNone, pattern.glob
		}
		if pattern, ok := match(rules.Include, f); ok {
			return reason, pattern.glob
		}
	}
	if languages[p.lang].inApp(f) {
		return ReasonInApp, ""
	}
	return ReasonNone, ""
}

func (p *Parser) inApp(f *Frame) bool {
	reason, _ := p.classify(f)
	return reason.InApp()
}

func (p *Parser) anyInApp(frames []Frame) bool {
	for i := range frames {
		if p.inApp(&frames[i]) {
			return true
		}
	}
	return false
}

// OwnFrames returns the frames of the application's own code that the last call of Parse found, in
// the order of Result.Chain, each once and at most n. If there are none, it returns the location.
func (p *Parser) OwnFrames(n int) []Frame {
	var own []Frame
	for i := range p.chain {
		for j := range p.chain[i].Frames {
			f := p.chain[i].Frames[j]
			if len(own) == n {
				return own
			}
			if (p.inApp(&f) || p.rootOf(&f) != "") && !f.partial && !slices.Contains(own, f) {
				own = append(own, f)
			}
		}
	}
	if len(own) == 0 && p.result.Reason != ReasonNone {
		own = append(own, p.result.Location)
	}
	return own
}

// String returns the frame as "function (file:line)".
func (f Frame) String() string {
	switch {
	case f.File == "":
		return f.Function
	case f.Function == "":
		return f.File + ":" + strconv.Itoa(f.Line)
	}
	return f.Function + " (" + f.File + ":" + strconv.Itoa(f.Line) + ")"
}
