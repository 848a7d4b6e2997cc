// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// window is a part of a literal by which the literal can be looked for, or the union of several.
type window struct {
	start   int // the index in the literal of the first byte
	accepts fingerprint
	// low and high are, for each position, the places of typical that have there a byte whose lower or upper half is
	// accepted. The places that all of them have are those that pass.
	low, high [windowSize]places
}

// window returns the window of the literal that starts at index start, which may be before or near its ends.
func (l *literal) window(start int) window {
	w := window{start: start, accepts: l.fingerprint(start)}
	for i, n := range w.accepts {
		for half := range 16 {
			if n.low>>half&1 != 0 {
				w.low[i].add(&typicalPlaces.low[i][half])
			}
			if n.high>>half&1 != 0 {
				w.high[i].add(&typicalPlaces.high[i][half])
			}
		}
	}
	return w
}

// windows returns the few windows of the literal that let the fewest places pass. If possible, none starts with a digit,
// because digits are frequent and already cause events of their own.
func (l *literal) windows() []window {
	const (
		most     = 4 // further ones gain nothing
		shortest = 3 // bytes, unless the literal has fewer
	)
	var all []window
	for i := range len(l.text) {
		if !isASCIIDigit(l.text[i]) && (i == 0 || len(l.text)-i >= shortest) {
			all = append(all, l.window(i))
		}
	}
	if len(all) == 0 {
		return []window{l.window(0)}
	}
	slices.SortStableFunc(all, func(a, b window) int { return cmp.Compare(a.cost(), b.cost()) })
	return all[:min(len(all), most)]
}

func (w *window) add(o *window) {
	w.accepts = w.accepts.with(o.accepts)
	for i := range windowSize {
		w.low[i].add(&o.low[i])
		w.high[i].add(&o.high[i])
	}
}

// cost estimates at how many places of a text of the length of typical the window lets pass.
func (w *window) cost() float64 { return w.costWith(w, math.Inf(1)) }

// costWith returns the cost of the union with another window. It is the number of places of typical that pass, plus what
// the frequencies of single bytes make of it: that tells windows apart that are not in typical. The result is less exact
// if it is not below limit.
func (w *window) costWith(o *window, limit float64) float64 {
	union := w.accepts.with(o.accepts)
	cost := float64(len(typical)) * union.weight()
	if cost >= limit {
		return cost
	}
	for i := range w.low[0] {
		half := (w.low[0][i] | o.low[0][i]) & (w.high[0][i] | o.high[0][i]) & (w.low[1][i] | o.low[1][i]) & (w.high[1][i] | o.high[1][i])
		if half == 0 {
			continue
		}
		cost += float64(bits.OnesCount64(half & (w.low[2][i] | o.low[2][i]) & (w.high[2][i] | o.high[2][i]) &
			(w.low[3][i] | o.low[3][i]) & (w.high[3][i] | o.high[3][i])))
	}
	return cost
}

// distribute assigns each literal to one of so many buckets, and returns the buckets and the window of each literal. windows
// are those of each literal to choose from. A literal goes where it lets the fewest additional places pass, the most
// expensive literals first; in further rounds each is moved to where it fits best now that the others are known.
func distribute(windows [][]window, buckets int) (of []int, chosen []*window) {
	const rounds = 3 // further ones gain little
	of = slices.Repeat([]int{-1}, len(windows))
	chosen = make([]*window, len(windows))
	unions := make([]window, buckets)
	costs := make([]float64, buckets)
	order := expensiveFirst(windows)
	for range rounds {
		for _, i := range order {
			if b := of[i]; b >= 0 {
				of[i], unions[b] = -1, window{}
				for j := range of {
					if of[j] == b {
						unions[b].add(chosen[j])
					}
				}
				costs[b] = unions[b].cost()
			}
			least := math.Inf(1)
			for j := range windows[i] {
				w := &windows[i][j]
				for b := range unions {
					if more := unions[b].costWith(w, costs[b]+least) - costs[b]; more < least {
						least, of[i], chosen[i] = more, b, w
					}
				}
			}
			b := of[i]
			unions[b].add(chosen[i])
			costs[b] = unions[b].cost()
		}
	}
	return of, chosen
}

// expensiveFirst returns the indexes of the literals, ordered by the cost of their best window.
func expensiveFirst(windows [][]window) []int {
	order := make([]int, len(windows))
	costs := make([]float64, len(windows))
	for i := range windows {
		order[i], costs[i] = i, math.Inf(1)
		for j := range windows[i] {
			costs[i] = min(costs[i], windows[i][j].cost())
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(costs[j], costs[i]) })
	return order
}
