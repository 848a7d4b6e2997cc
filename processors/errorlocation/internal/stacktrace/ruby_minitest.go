// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Minitest prints the place of an assertion that failed beside the name of the test:
//
//  1. Failure:
//     OrderTest#test_total [test/order_test.rb:12]:
//     Expected: 4
//     Actual: 3
const minitestFailure = ") Failure:"

func opensMinitest(line string) bool {
	return strings.HasSuffix(line, "]:") && strings.Contains(line, ".rb:") && isIdent(line[0])
}

// parseMinitest reads the failure of the test that the line at pos names.
func (p *Parser) parseMinitest(prev, pos int) bool {
	if prev < 0 {
		return false
	}
	if above, _ := p.line(prev); !strings.HasSuffix(above, minitestFailure) {
		return false
	}
	line, next := p.line(pos)
	test, place, ok := strings.Cut(strings.TrimSuffix(line, "]:"), " [")
	if !ok || len(test) > maxName || strings.IndexByte(test, ' ') >= 0 {
		return false
	}
	f := Frame{Function: test}
	if f.File, f.Line, ok = splitPlace(place); !ok {
		return false
	}
	message, _, _ := strings.Cut(p.text[next:], "\n\n")
	e := p.raise(linkNone, 0)
	e.Type, e.Message = "Minitest::Assertion", strings.TrimRight(message, "\n")
	e.reported = true
	p.add(&f)
	p.result.Truncated = p.atLimit && p.cut(next)
	return true
}
