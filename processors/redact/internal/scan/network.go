// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"net/netip"
	"slices"
	"strings"
)

// findAddress4 checks for an IPv4 address whose first full stop is at index at.
func findAddress4(s *Scanner, at int) {
	t := s.text
	if t[at] != '.' || at < s.floor {
		return
	}
	start := at
	for start > s.floor && at-start < 3 && isASCIIDigit(t[start-1]) {
		start--
	}
	if afterDecimalPoint(t, start) {
		return
	}
	octets, end, ok := octetsAt(t, start)
	if !ok {
		return
	}
	if hasPrefixFold(t[end:], ".in-addr.arpa") { // the octets are in reverse order: RFC 1035, section 3.5
		slices.Reverse(octets[:])
	}
	if start > 1 && t[start-1] == '.' && isLetter(t[start-2]) || !wordStarts(t, start) || !numberEnds(t, end) || !isPublic(netip.AddrFrom4(octets)) {
		return
	}
	if end+1 < len(t) && t[end] == '-' && isAlnum(t[end+1]) || s.isVersion(start, end) {
		return
	}
	s.add(span{start: start, end: end, detector: IPv4})
}

// octetsAt reads four octets without leading zeros from index at.
func octetsAt(t string, at int) (octets [4]byte, end int, ok bool) {
	for i := range octets {
		if i > 0 {
			if at == len(t) || t[at] != '.' {
				return octets, 0, false
			}
			at++
		}
		n, value := 0, 0
		for ; n < 4 && at < len(t) && isASCIIDigit(t[at]); n++ {
			value = value*10 + int(t[at]-'0')
			at++
		}
		if n == 0 || n > 3 || value > 255 || n > 1 && t[at-n] == '0' {
			return octets, 0, false
		}
		octets[i] = byte(value)
	}
	return octets, at, true
}

// mostVersions is greater than the first number of nearly all versions.
const mostVersions = 32

// isVersion reports whether the dotted number t[start:end] is a version: behind a name and a slash or a hyphen,
// behind a word such as version, or under such a key. Object identifiers of X.500, frequent in certificates, count too.
func (s *Scanner) isVersion(start, end int) bool {
	t := s.text
	if start > 1 && isAlnum(t[start-2]) {
		switch t[start-1] {
		case '/', '-', '_':
			return true
		case '@': // name@version or user@host
			return decimal(t[start:start+digitRun(t, start)]) < mostVersions
		}
	}
	if strings.HasPrefix(t[start:end], "2.5.29.") || strings.HasPrefix(t[start:end], "2.5.4.") {
		return true
	}
	if s.context.flags&technicalWord != 0 && isWhole(t, start, end) {
		return true
	}
	const reach = 24
	near := max(s.horizon(start), start-reach)
	word := t[near:trimRight(t, near, start, " \t=:\"'([")]
	from := len(word)
	for from > 0 && isLetter(word[from-1]) {
		from--
	}
	if from == len(word) {
		return strings.HasSuffix(word, "バージョン") || strings.HasSuffix(word, "版本") || strings.HasSuffix(word, "버전")
	}
	return isOneOf(word[from:], versionWords)
}

// versionWords are words in front of versions and object identifiers, which look like addresses.
var versionWords = strings.Fields("version versions ver v release rel build revision rev firmware kernel oid section chapter driver assembly")

// reserved are the blocks of the IANA special-purpose address registries that identify nobody's computer,
// apart from those that the methods of netip.Addr know.
var reserved = func() (prefixes []netip.Prefix) {
	for _, text := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"2001:db8::/32", "3fff::/20",
	} {
		prefixes = append(prefixes, netip.MustParsePrefix(text))
	}
	return prefixes
}()

// globalUnicast is the part of the IPv6 address space that is allocated. RFC 4291, section 2.4.
var globalUnicast = netip.MustParsePrefix("2000::/3")

// isPublic reports whether an address can be that of somebody's computer on the internet: all but private,
// loopback, link-local, shared, multicast, documentation and other reserved addresses.
func isPublic(a netip.Addr) bool {
	a = a.Unmap()
	if a.Is6() && !globalUnicast.Contains(a) || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified() {
		return false
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// findColons checks for an IPv6 address or a MAC address in the word of hexadecimal digits and colons around
// the colon at index at.
func findColons(s *Scanner, at int) {
	t := s.text
	if at < s.colonsEnd || at+1 == len(t) || !isHex(t[at+1]) && t[at+1] != ':' || at > 0 && !isHex(t[at-1]) && t[at-1] != ':' {
		return
	}
	start, end := at, at
	for start > max(s.floor, s.colonsEnd) && isColonByte(t[start-1]) {
		start--
	}
	for end < len(t) && isColonByte(t[end]) {
		end++
	}
	if end < len(t) && t[end] == '.' { // the last part may be IPv4
		for last := end; last > start && t[last-1] != ':'; last-- {
			if _, stop, ok := octetsAt(t, last-1); ok && t[last-2] == ':' {
				end = stop
				break
			}
		}
	}
	s.colonsEnd = end
	if end-start > len("2001:db8::255.255.255.255")*2 {
		return
	}
	for end > start+1 && t[end-1] == ':' && t[end-2] != ':' {
		end--
	}
	if !wordStarts(t, start) {
		if start = behindKey(t, start, end); start < 0 {
			return
		}
	}
	if !wordEnds(t, end) {
		return
	}
	switch {
	case strings.HasSuffix(t[:start], "MAC=") && end-start == len("00:00:00:00:00:00:00:00:00:00:00:00:00:00"):
		// Both addresses and the type of an Ethernet frame, as Linux netfilter logs them.
		s.add(span{start: start, end: end - len(":08:00"), detector: MAC})
	case isPairs(t[start:end], ':'):
		s.addHardwareAddress(start, end)
	case s.e.enabled[IPv6] && !isYearAndTime(t[start:end]):
		if a, ok := parseAddress6(t[start:end]); ok && isPublic(a) {
			s.add(span{start: start, end: end, detector: IPv6})
		}
	}
}

// behindKey returns where an address may start in the word of hexadecimal digits and colons between start and end, in which
// other letters run: in "mac:3c:22:…" and "eth0:3c:22:…", behind the first colon, in front of which is a key. It returns -1
// if there is none.
func behindKey(t string, start, end int) int {
	if end-start <= len("a:2a00::") {
		return -1
	}
	if colon := start + strings.IndexByte(t[start:end], ':'); colon >= start && colon+1 < end && t[colon+1] != ':' {
		return colon + 1
	}
	return -1
}

// findEncodedColons is findColons for percent-encoded colons, of which one is at index at: 00%3A1a%3A2b%3A3c%3A4d%3A5e.
func findEncodedColons(s *Scanner, at int) {
	t := s.text
	if at < max(s.floor, s.colonsEnd) {
		return
	}
	start := at
	for from := max(s.floor, s.colonsEnd); start > from && (isHex(t[start-1]) || start-from > 2 && isEncodedColon(t, start-3)); start-- {
		if start-from > 2 && isEncodedColon(t, start-3) {
			start -= len("3A")
		}
	}
	start = skipEscape(t, start)
	var (
		plain [len("2001:db8::255.255.255.255") * 2]byte
		n     int
	)
	end := start
	for ; end < len(t) && n < len(plain); n++ {
		if c := t[end]; isHex(c) {
			plain[n] = c
			end++
		} else if isEncodedColon(t, end) {
			plain[n] = ':'
			end += len("%3A")
		} else {
			break
		}
	}
	s.colonsEnd = end
	if start > at || !wordStarts(t, start) || !wordEnds(t, end) {
		return
	}
	switch text := string(plain[:n]); {
	case isPairs(text, ':'):
		if strings.Trim(text, "0:") != "" && strings.Trim(text, "fF:") != "" {
			s.add(span{start: start, end: end, detector: MAC})
		}
	case s.e.enabled[IPv6]:
		if a, ok := parseAddress6(text); ok && isPublic(a) {
			s.add(span{start: start, end: end, detector: IPv6})
		}
	}
}

func isEncodedColon(t string, at int) bool {
	return at+2 < len(t) && t[at] == '%' && t[at+1] == '3' && t[at+2]|0x20 == 'a'
}

// isYearAndTime reports whether t is the end of a date as Erlang logs it: 23-Nov-2026::16:04:12.
func isYearAndTime(t string) bool {
	return len(t) == len("2026::16:04:12") && allDigits(t[:4]) && t[4:6] == "::" && allDigits(t[6:8]) && t[8] == ':' && t[11] == ':'
}

// findGroup6 is findColons for the colon behind or in front of the run of digits at index at. A colon between digits
// may belong to a clock time and does not trigger findColons.
func findGroup6(s *Scanner, at int) {
	if end := at + digitRun(s.text, at); end < len(s.text) && s.text[end] == ':' {
		findColons(s, end)
	} else if at > s.floor && s.text[at-1] == ':' {
		findColons(s, at-1)
	}
}

func isColonByte(c byte) bool { return c == ':' || isHex(c) }

var colonBytes = bytesWhere(isColonByte)

// parseAddress6 is netip.ParseAddr for IPv6 addresses without zone. It does not allocate if the text is something else.
func parseAddress6(t string) (netip.Addr, bool) {
	colons := strings.Count(t, ":")
	gaps := strings.Count(t, "::")
	if colons < 2 || colons > 8 || gaps > 1 || strings.Contains(t, ":::") || gaps == 0 && colons != 7 && (colons != 6 || strings.IndexByte(t, '.') < 0) {
		return netip.Addr{}, false
	}
	if gaps == 0 && (t[0] == ':' || t[len(t)-1] == ':') || gaps == 1 && (t[0] == ':') != strings.HasPrefix(t, "::") ||
		gaps == 1 && (t[len(t)-1] == ':') != strings.HasSuffix(t, "::") {
		return netip.Addr{}, false
	}
	for rest, more := t, true; more; {
		var group string
		if group, rest, more = strings.Cut(rest, ":"); len(group) > 4 && (more || strings.IndexByte(group, '.') < 0) {
			return netip.Addr{}, false
		}
	}
	a, err := netip.ParseAddr(t)
	return a, err == nil
}

// findHardwareAddress checks for a MAC address written with hyphens, or in three groups of four digits with full stops. at is
// the index of the first of these.
func findHardwareAddress(s *Scanner, at int) {
	t := s.text
	width, size := 2, len("00-00-00-00-00-00")
	switch t[at] {
	case '-':
	case '.':
		width, size = 4, len("0000.0000.0000")
	default:
		return
	}
	if next := at + 1 + width; next >= len(t) || t[next] != t[at] {
		if last := at - 1 - width; last < 0 || t[last] != t[at] {
			return
		}
	}
	start := at - width
	for n := 0; n < 6 && start > s.floor && t[start-1] == t[at] && start > width && isHex(t[start-2]); n++ {
		start -= width + 1
	}
	end := start + size
	if start < s.floor || end > len(t) {
		return
	}
	if width == 2 && !isPairs(t[start:end], '-') || width == 4 && !isTriplet(t[start:end]) {
		return
	}
	if end+1 < len(t) && t[end] == t[at] && isHex(t[end+1]) || !wordStarts(t, start) || !wordEnds(t, end) {
		return
	}
	s.addHardwareAddress(start, end)
}

// addHardwareAddress adds a MAC address, except for those that belong to no device: all zeros and broadcast.
func (s *Scanner) addHardwareAddress(start, end int) {
	switch t := s.text[start:end]; {
	case strings.Trim(t, "0:-.") == "", strings.Trim(t, "fF:-.") == "":
	case strings.IndexByte(t, '-') > 0 && strings.Trim(t, "0123456789-") == "" && !s.hasHardwareWord(start):
		// Six pairs of decimal digits with hyphens are just as likely a date and a time.
	default:
		s.add(span{start: start, end: end, detector: MAC})
	}
}

func (s *Scanner) hasHardwareWord(at int) bool { return s.kindsAt(at).and(s.e.macKinds) != (kinds{}) }

// isPairs reports whether t is six pairs of hexadecimal digits separated by sep.
func isPairs(t string, sep byte) bool {
	if len(t) != len("00:00:00:00:00:00") {
		return false
	}
	for i := range len(t) {
		if i%3 == 2 && t[i] != sep || i%3 != 2 && !isHex(t[i]) {
			return false
		}
	}
	return true
}

// isTriplet reports whether t is three groups of four hexadecimal digits, not all of them decimal.
func isTriplet(t string) bool {
	return t[4] == '.' && t[9] == '.' && allHex(t[:4]) && allHex(t[5:9]) && allHex(t[10:]) && strings.Trim(t, "0123456789.") != ""
}
