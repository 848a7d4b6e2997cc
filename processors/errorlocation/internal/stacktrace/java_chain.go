// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "slices"

// expand adds to each exception the frames that were not printed because it shares them with the
// exception around it.
func (r *javaReader) expand() {
	n := len(r.chain)
	if r.rootFirst {
		for i := range n - 1 {
			r.traces[i].parent = i + 1
		}
		r.traces[n-1].parent = -1
		for i := n - 1; i >= 0; i-- {
			r.expandOne(i)
		}
		return
	}
	for i := range n {
		r.expandOne(i)
	}
}

func (r *javaReader) expandOne(i int) {
	t := &r.traces[i]
	if t.common == 0 || t.parent < 0 {
		return
	}
	e, parent := &r.chain[i], &r.chain[t.parent]
	rest := r.frames[parent.first:parent.last]
	rest = rest[min(len(rest), max(0, r.traces[t.parent].total-t.common)):]
	rest = rest[:min(len(rest), maxFrames-(e.last-e.first))]
	t.total += t.common
	if len(rest) == 0 {
		return
	}
	first := len(r.frames)
	r.frames = append(r.frames, r.frames[e.first:e.last]...)
	r.frames = append(r.frames, rest...)
	e.first, e.last = first, len(r.frames)
}

// judge decides whose code the frames are where that takes a look at all frames.
func (r *javaReader) judge() {
	if r.directory {
		r.judgeSources()
	}
	if !slices.ContainsFunc(r.frames, func(f Frame) bool { return f.File == "" }) {
		return
	}
	var unplaced *Frame
	for i := range r.chain {
		e := &r.chain[i]
		for j := e.first; j < e.last; j++ {
			f := &r.frames[j]
			if f.File != "" {
				if r.inApp(f) {
					return
				}
			} else if unplaced == nil && !isGeneratedJava(f.Function) && !isJavaLibrary(f.Function) {
				unplaced = f
			}
		}
	}
	// The application was built without line numbers, so its frames have nothing but functions.
	if unplaced != nil {
		unplaced.owner = ownerApp
	}
}

// judgeSources compares where classes were loaded from: if the application's own classes are in a
// directory, archives are libraries, unless their packages start like that of the application.
func (r *javaReader) judgeSources() {
	own := ""
	for i := range r.frames {
		if f := &r.frames[i]; f.owner == ownerApp {
			own = javaRoot(f.Package)
			break
		}
	}
	for i := range r.frames {
		if f := &r.frames[i]; f.owner == ownerPackaged && javaRoot(f.Package) != own {
			f.owner = ownerLibrary
		}
	}
}

// javaRoot returns the first two elements of a package.
func javaRoot(pkg string) string {
	for i, dots := 0, 0; i < len(pkg); i++ {
		if pkg[i] == '.' {
			if dots++; dots == 2 {
				return pkg[:i]
			}
		}
	}
	return pkg
}

// order brings the chain from the order of the text into that of Result.Chain: the causes from the
// root outward, then the suppressed exceptions, which did not lead to the error.
func (r *javaReader) order() {
	n := len(r.chain)
	if r.rootFirst {
		r.chain[n-1].reported = true
		return
	}
	r.chain[0].reported = true
	if n == 1 {
		return
	}
	r.ordered = r.ordered[:0]
	for i := n - 1; i >= 0; i-- {
		if !r.traces[i].suppressed {
			r.ordered = append(r.ordered, r.chain[i])
		}
	}
	for i := 0; i < n; i++ {
		first := i
		for i+1 < n && r.traces[i].suppressed && r.traces[i+1].suppressed && r.chain[i+1].link == linkCause {
			i++
		}
		for j := i; j >= first && r.traces[j].suppressed; j-- {
			r.ordered = append(r.ordered, r.chain[j])
		}
	}
	r.chain, r.ordered = r.ordered, r.chain
}
