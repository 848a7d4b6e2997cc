// SPDX-License-Identifier: Apache-2.0

package scan

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// rootZone lists the top-level domains of the DNS in their ASCII form, one a line. The first line names
// the list that they come from. TestRootZone writes the file.
//
//go:embed rootzone.txt
var rootZone string

var topLevelDomains = func() map[string]bool {
	m := make(map[string]bool, 1500)
	for line := range strings.Lines(rootZone) {
		if name := strings.TrimSuffix(line, "\n"); name[0] != '#' {
			m[name] = true
		}
	}
	// Names that the root zone does not have but that networks use: RFC 2606, RFC 6762 and relatives.
	for _, name := range []string{"example", "test", "local", "internal", "lan", "corp", "home"} {
		m[name] = true
	}
	// Top-level domains that are far more often extensions of files and systemd units.
	for _, name := range []string{"zip", "mov", "target"} {
		delete(m, name)
	}
	return m
}()

// isTopLevel reports whether name is a top-level domain that may end an address.
func isTopLevel(name string) bool {
	if len(name) < 2 || len(name) > maxLabel {
		return false
	}
	if hasPrefixFold(name, "xn--") {
		return len(name) > len("xn--")
	}
	if name[0] >= utf8.RuneSelf {
		encoded, err := idna.ToASCII(name)
		return err == nil && topLevelDomains[encoded]
	}
	var buf [maxLabel]byte
	return topLevelDomains[string(appendLower(buf[:0], name))]
}
