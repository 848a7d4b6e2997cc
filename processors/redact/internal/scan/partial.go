// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"net/netip"
	"strings"
)

// A partial replacement keeps a part that does not identify anybody:
//
//   - of an email address the domain, behind the mask;
//   - of the card numbers, phone numbers and bank accounts in lastFour the last four digits or letters,
//     behind the mask, as on a receipt;
//   - of an IP address its network, 192.0.2.0/24 or 2001:db8:1::/48, and no mask;
//   - of other values that are found by their form or checksum and have at least longValue bytes, such as
//     tokens, the last four letters or digits, to tell two of them apart;
//   - of everything else, such as passwords and national identity numbers, nothing.
//
// What is kept is recognised together with its mask, so that a second run leaves it alone.

// lastFour are the detectors whose matches keep their last four digits or letters whatever their length.
var lastFour = map[string]bool{"card": true, "phone": true, "iban": true}

// keptTail is the number of digits or letters that are kept at the end of a value.
const keptTail = 4

// longValue is the least length in bytes at which the last four say next to nothing about the rest.
const longValue = 24

// Prefix lengths of the networks that are kept.
const (
	network4 = 24
	network6 = 48
)

func isIP(name string) bool { return name == "ipv4" || name == "ipv6" }

// partialWriter returns the writer for a detector, or nil if nothing is kept. It also registers in e.masks.tails
// what may stand behind the detector's mask.
func (e *Engine) partialWriter(id ID) writer {
	detector := e.detectors[id]
	switch {
	case detector.Name == "email":
		e.masks.tails[id] = domainTail
		return writeDomain
	case lastFour[detector.Name]:
		e.masks.tails[id] = wordTail
		return writeLastFour
	case isIP(detector.Name):
		e.leaves = true
		return writeNetwork
	case detector.Class != Generic:
		e.masks.tails[id] = wordTail
		return writeLongTail
	}
	return nil
}

// domainTail returns the length of the at sign and the domain that t starts with, or 0.
func domainTail(t string) int {
	for _, sign := range []string{"@", "%40", `\u0040`} {
		if strings.HasPrefix(t, sign) {
			if end, ok := domainEnd(t, len(sign)); ok {
				return end
			}
		}
	}
	return 0
}

func writeDomain(s *Scanner, id ID, match string) string {
	at := max(strings.LastIndexByte(match, '@'), strings.LastIndex(match, "%40"), strings.LastIndex(match, `\u0040`))
	if at < 0 || domainTail(match[at:]) != len(match)-at {
		return s.Mask(id)
	}
	return s.Mask(id) + match[at:]
}

// wordTail returns keptTail if t starts with exactly so many letters and digits, else 0.
func wordTail(t string) int {
	for i := range keptTail {
		if i == len(t) || !isAlnum(t[i]) {
			return 0
		}
	}
	if !wordEnds(t, keptTail) {
		return 0
	}
	return keptTail
}

func writeLastFour(s *Scanner, id ID, match string) string {
	compact := withoutSeparators(match)
	if len(compact) <= 2*keptTail {
		return s.Mask(id)
	}
	return s.Mask(id) + compact[len(compact)-keptTail:]
}

func writeLongTail(s *Scanner, id ID, match string) string {
	if len(match) < longValue || wordTail(match[len(match)-keptTail:]) == 0 {
		return s.Mask(id)
	}
	return s.Mask(id) + match[len(match)-keptTail:]
}

func writeNetwork(s *Scanner, id ID, match string) string {
	addr, ok := parseIP(match)
	if !ok {
		return s.Mask(id)
	}
	return network(addr).String()
}

// network returns the network that replaces an address.
func network(addr netip.Addr) netip.Prefix {
	addr = addr.Unmap().WithZone("")
	bits := network6
	if addr.Is4() {
		bits = network4
	}
	prefix, _ := addr.Prefix(bits) // the number of bits is right for the kind of address
	return prefix
}

// isNetwork reports whether the match t[start:end] of the detector called name is the network that would replace it.
func isNetwork(name, t string, start, end int) bool {
	if !isIP(name) {
		return false
	}
	addr, ok := parseIP(t[start:end])
	if !ok {
		return false
	}
	kept := network(addr).String()
	return strings.HasPrefix(t[start:], kept) && end <= start+len(kept) && wordEnds(t, start+len(kept))
}

// parseIP reads an address with or without brackets, port or prefix length.
func parseIP(t string) (netip.Addr, bool) {
	if addr, err := netip.ParseAddr(strings.Trim(t, "[]")); err == nil {
		return addr, true
	}
	if withPort, err := netip.ParseAddrPort(t); err == nil {
		return withPort.Addr(), true
	}
	host, _, found := strings.Cut(t, "/")
	if !found {
		return netip.Addr{}, false
	}
	addr, err := netip.ParseAddr(host)
	return addr, err == nil
}
