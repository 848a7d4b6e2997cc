// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
)

// AllowRule frees matches: they are left in the text. Exactly one of its fields is set.
type AllowRule struct {
	// Value frees a match that is equal to it.
	Value string
	// Regex frees a match that it matches as a whole.
	Regex string
	// Prefix and Suffix free a match that starts or ends with them, in any case.
	Prefix string
	Suffix string
	// CIDR frees the addresses of a network.
	CIDR string
}

// allowList is a compiled list of rules. A match that it frees is left in the text; the rest of the value is
// redacted as usual.
//
// If a value was found by its key alone, its beginning and end say nothing about it: a password may end in
// "@example.org". Such a match is only freed by a rule for the whole match: a value or a regular expression.
type allowList struct {
	values   map[string]bool
	regexes  []*regexp.Regexp
	prefixes []string
	suffixes []string
	networks []netip.Prefix
}

func newAllowList(rules []AllowRule) (*allowList, error) {
	list := &allowList{values: map[string]bool{}}
	var errs []error
	for i, rule := range rules {
		set := 0
		for _, text := range []string{rule.Value, rule.Regex, rule.Prefix, rule.Suffix, rule.CIDR} {
			if text != "" {
				set++
			}
		}
		if set != 1 {
			errs = append(errs, fmt.Errorf("allow::%d: has %d conditions; write exactly one of value, prefix, suffix, cidr and regex, such as {suffix: \"@example.org\"}", i, set))
			continue
		}
		switch {
		case rule.Value != "":
			list.values[rule.Value] = true
		case rule.Prefix != "":
			list.prefixes = append(list.prefixes, asciiLower(rule.Prefix))
		case rule.Suffix != "":
			list.suffixes = append(list.suffixes, asciiLower(rule.Suffix))
		case rule.CIDR != "":
			network, err := netip.ParsePrefix(rule.CIDR)
			if err != nil {
				errs = append(errs, fmt.Errorf("allow::%d::cidr: %q is no network; write an address and a prefix length, such as \"192.0.2.0/24\"", i, rule.CIDR))
				continue
			}
			list.networks = append(list.networks, network.Masked())
		default:
			if _, err := regexp.Compile(rule.Regex); err != nil {
				errs = append(errs, fmt.Errorf("allow::%d::regex: %q is no regular expression in the syntax of RE2: %w; write for example \"test-[0-9]+\"", i, rule.Regex, err))
				continue
			}
			list.regexes = append(list.regexes, regexp.MustCompile(`\A(?s:`+rule.Regex+`)\z`))
		}
	}
	return list, errors.Join(errs...)
}

func (l *allowList) empty() bool {
	return len(l.values) == 0 && len(l.regexes) == 0 && len(l.prefixes) == 0 && len(l.suffixes) == 0 && len(l.networks) == 0
}

// frees reports whether the list frees a match of the detector.
func (l *allowList) frees(e *Engine, id ID, match string) bool {
	if l.empty() {
		return false
	}
	return l.describes(e, id, match) || l.describes(e, id, e.canonical(id, match))
}

func (l *allowList) describes(e *Engine, id ID, match string) bool {
	if l.values[match] {
		return true
	}
	for _, re := range l.regexes {
		if re.MatchString(match) {
			return true
		}
	}
	if e.detectors[id].Class == Generic {
		return false
	}
	for _, prefix := range l.prefixes {
		if hasPrefixFold(match, prefix) {
			return true
		}
	}
	for _, suffix := range l.suffixes {
		if n := len(match) - len(suffix); n >= 0 && hasPrefixFold(match[n:], suffix) {
			return true
		}
	}
	if len(l.networks) == 0 || strings.IndexByte(match, '.') < 0 && strings.IndexByte(match, ':') < 0 {
		return false
	}
	addr, ok := parseIP(match)
	if !ok {
		return false
	}
	addr = addr.Unmap().WithZone("")
	for _, network := range l.networks {
		if network.Contains(addr) {
			return true
		}
	}
	return false
}
