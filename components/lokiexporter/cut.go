// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import "unicode/utf8"

// cutMarker is what stands at the end of a text that was cut.
const cutMarker = "...[cut]"

// cut returns s if it has at most limit bytes, or else as many of its runes as fit in front of the
// marker. A limit below the length of the marker counts as that length.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end := max(limit-len(cutMarker), 0)
	// Back to the beginning of a rune, which is at most 3 bytes away if there is one.
	for start := end; start >= 0 && start > end-utf8.UTFMax; start-- {
		if utf8.RuneStart(s[start]) {
			end = start
			break
		}
	}
	return s[:end] + cutMarker
}
