// SPDX-License-Identifier: Apache-2.0

// Package nearest finds what a misspelt name in a configuration was most likely meant to be, so that an error
// can say what to write instead.
package nearest

import (
	"slices"
	"strings"
)

// Name returns the one of several names that is nearest to a misspelt one, or "" when none is near. Case, "_", "-" and
// the kind of component at the end, as in "debugexporter", do not count. Of names that are equally near, the first in
// alphabetical order is returned.
func Name(name string, names []string) string {
	best, least := "", max(1, min(len(name)/3, 4))+1
	for _, other := range slices.Sorted(slices.Values(names)) {
		if distance := distance(plain(name), plain(other), least); distance < least {
			best, least = other, distance
		}
	}
	return best
}

// plain returns a name without what does not count.
func plain(name string) string {
	name = strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
	for _, kind := range []string{"receiver", "processor", "exporter", "connector", "extension"} {
		if short, found := strings.CutSuffix(name, kind); found && short != "" {
			return short
		}
	}
	return name
}

// maxName is the longest name that is compared, in bytes: the time that distance takes grows with the square of it.
const maxName = 100

// distance returns how many bytes have to be added, removed, changed or swapped with their neighbour to make b of a
// (the optimal string alignment distance), or limit when there are that many or more.
func distance(a, b string, limit int) int {
	if len(a) > maxName || len(b) > maxName || len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}
