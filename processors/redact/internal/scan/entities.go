// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// entities are the spellings of a quote in HTML and XML, escaped once or twice. They start with escapedQuotes, the
// spellings of encoders that make JSON safe inside of HTML, and of web servers that escape what they log.
var (
	entities      = [...]string{`\u0022`, `\u0027`, `\x22`, `\x27`, "&quot;", "&#34;", "&#x22;", "&apos;", "&#39;", "&#x27;", "&amp;quot;", "&amp;#34;", "&amp;#39;"}
	escapedQuotes = entities[:4]
)

// entityAt returns the length of the quote at index at if it is written as one of entities, or else 0.
func entityAt(t string, at int) int {
	if at+1 < len(t) && t[at] == '\\' && (t[at+1] == 'u' || t[at+1] == 'x') {
		for _, e := range escapedQuotes {
			if strings.HasPrefix(t[at:], e) {
				return len(e)
			}
		}
	}
	if at < len(t) && t[at] == '&' {
		for _, e := range entities {
			if strings.HasPrefix(t[at:], e) {
				return len(e)
			}
		}
	}
	return 0
}

// entityBefore is entityAt for the quote that ends at index end and starts at index from or later.
func entityBefore(t string, from, end int) int {
	if end-2 >= from && t[end-2] == '2' && (t[end-1] == '2' || t[end-1] == '7') {
		for _, e := range escapedQuotes {
			if strings.HasSuffix(t[from:end], e) {
				return len(e)
			}
		}
	}
	if end > from && t[end-1] == ';' {
		longest := 0
		for _, e := range entities {
			if len(e) > longest && strings.HasSuffix(t[from:end], e) {
				longest = len(e)
			}
		}
		return longest
	}
	return 0
}
