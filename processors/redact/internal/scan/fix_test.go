// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

func TestFIX(t *testing.T) {
	const password = "[REDACTED:password]"
	check(t, newEngine(t), []text{
		{"8=FIX.4.4|9=102|35=A|553=bob|554=blue|10=120|", "8=FIX.4.4|9=102|35=A|553=bob|554=" + password + "|10=120|"},
		{"out: 8=FIXT.1.1\x0135=BE\x01924=1\x01554=a b\x01925=c\x0110=001\x01", "out: 8=FIXT.1.1\x0135=BE\x01924=1\x01554=" + password + "\x01925=" + password + "\x0110=001\x01"},
		{"8=FIX.4.2^A35=A^A554=blue^A10=001^A", "8=FIX.4.2^A35=A^A554=" + password + "^A10=001^A"},
		{`{"msg":"8=FIX.4.2\u000135=A\u0001554=blue\u000110=001\u0001"}`, `{"msg":"8=FIX.4.2\u000135=A\u0001554=` + password + `\u000110=001\u0001"}`},
		{"8=FIX.4.4 35=A 554=blue", "8=FIX.4.4 35=A 554=" + password},
		{"8=FIX.4.4|35=A|8=FIX.4.4|35=A|554=blue|\nnext", "8=FIX.4.4|35=A|8=FIX.4.4|35=A|554=" + password + "|\nnext"},
		{"8=FIX.4.4|35=D|38=554|44=925", ""},
		{"8=FIX.4.4|35=A|554=***|10=1", ""},
		{"554=3|925=4", ""},
		{"8=FIX", ""},
		{"8=FIX.4.4|", ""},
		{"8=FIX.4.4|x|554=1", ""},
	})
}
