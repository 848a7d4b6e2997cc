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
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + cutMarker
}
