// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "slices"

// Bounds on what a Parser keeps of one text. Frames beyond them are read but not kept: the frames of
// an exception that matter are those nearest to where it was raised.
const (
	maxExceptions = 32
	maxFrames     = 128
	maxMessage    = 4 << 10 // bytes of Result.Message
	maxName       = 2 << 10 // bytes of a path or a function; anything longer is taken for neither
)

// reset prepares for a trace of the language.
func (p *Parser) reset(lang Language) {
	p.lang = lang
	p.innermostLast = languages[lang].innermostLast
	p.frames = p.frames[:0]
	p.chain = p.chain[:0]
	p.message = ""
	p.result = Result{Language: lang}
}

// raise starts an exception, to which the frames added from now on belong, and returns it. If there
// are maxExceptions already, it replaces the last one.
func (p *Parser) raise(l link, level int) *Exception {
	e := Exception{first: len(p.frames), last: len(p.frames), link: l, level: level}
	if len(p.chain) == maxExceptions {
		last := &p.chain[maxExceptions-1]
		p.frames = p.frames[:last.first]
		e.first, e.last = last.first, last.first
		*last = e
		return last
	}
	p.chain = append(p.chain, e)
	return p.current()
}

// current returns the exception that was started last.
func (p *Parser) current() *Exception { return &p.chain[len(p.chain)-1] }

// add appends a copy of a frame to the current exception.
func (p *Parser) add(f *Frame) {
	e := p.current()
	if e.last-e.first == maxFrames {
		p.beyond = *f // a local copy would escape to the heap for each frame
		if !p.makeRoom(e, &p.beyond) {
			return
		}
	}
	p.frames = append(p.frames, *f)
	e.last++
}

// makeRoom reports whether there is room for f in an exception that has maxFrames frames. It drops
// repetitions first, so that the frames that led to a recursion are kept however deep it is. Beyond
// that, the frames nearest to the raise are kept. If none of them is the application's own, the first
// one that is replaces the last frame.
func (p *Parser) makeRoom(e *Exception, f *Frame) bool {
	kept := p.frames[e.first:e.last]
	if !e.full {
		n := p.dropRepetitions(kept)
		e.last = e.first + n
		p.frames = p.frames[:e.last]
		if n <= maxFrames/2 {
			return true
		}
		kept = kept[:n]
		// Do not try again for each of the frames to come.
		e.full, e.inApp = true, p.anyInApp(kept)
		if n < maxFrames {
			return true
		}
	}
	if p.innermostLast {
		copy(kept, kept[maxFrames/2:])
		e.last -= maxFrames / 2
		p.frames = p.frames[:e.last]
		return true
	}
	if !e.inApp && p.inApp(f) {
		kept[maxFrames-1] = *f
		e.inApp = true
	}
	return false
}

// reverseFrames reverses the frames of each exception, for texts with the innermost frame last.
func (p *Parser) reverseFrames() {
	for i := range p.chain {
		slices.Reverse(p.frames[p.chain[i].first:p.chain[i].last])
	}
}

// dropRepetitions removes frames that recursion repeats: those equal to one of the few before them,
// seen from the raise. It returns the number of frames that are left.
func (p *Parser) dropRepetitions(frames []Frame) int {
	const longestCycle = 8
	if p.innermostLast {
		slices.Reverse(frames)
	}
	n := 0
	for i := range frames {
		if !repeats(frames[max(0, n-longestCycle):n], &frames[i]) {
			frames[n] = frames[i]
			n++
		}
	}
	if p.innermostLast {
		slices.Reverse(frames[:n])
	}
	return n
}

// repeats reports whether f is the same call as one of the frames.
func repeats(frames []Frame, f *Frame) bool {
	for i := range frames {
		if g := &frames[i]; g.Line == f.Line && g.Function == f.Function && g.File == f.File {
			return true
		}
	}
	return false
}

// dropFrames removes the frames of the current exception.
func (p *Parser) dropFrames() {
	e := p.current()
	p.frames = p.frames[:e.first]
	e.last = e.first
}
