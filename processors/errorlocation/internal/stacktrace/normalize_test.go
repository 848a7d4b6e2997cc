// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNormalize(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"plain":                      {"a\nb", "a\nb"},
		"empty":                      {"", ""},
		"carriage returns":           {"a\r\nb\rc\r\n", "a\nb\rc\n"},
		"colors":                     {"\x1b[1;31ma\x1b[0m\n\x1b[38;5;12mb\x1b[m", "a\nb"},
		"link":                       {"\x1b]8;;https://example.com\x1b\\a\x1b]8;;\x07", "a"},
		"color without end":          {"a\x1b[31", "a[31"},
		"link without end":           {"\x1b]8;;x\x1by", "]8;;xy"},
		"control byte in color":      {"\x1b[3\n1m", "[3\n1m"},
		"escape at end":              {"a\x1b", "a"},
		"escaped":                    {`a\n\tb\"c\\d\/e\rf\bg\fh`, "a\n\tb\"c\\d/e\rf\bg\fh"},
		"escaped with final newline": {`a\nb` + "\n", "a\nb\n"},
		"escaped twice":              {`a\\nb\\tc`, "a\nb\tc"},
		"escaped colors":             {`\u001b[31ma\u001b[0m\r\nb`, "a\nb"},
		"escaped runes":              {`\u00e9\n\ud83d\ude00 \ud83d \uZZZZ \u12`, "é\n😀 \ufffd \\uZZZZ \\u12"},
		"escaped colors of Go":       {`\x1b[31ma\x1b[0m\nb`, "a\nb"},
		"quoted value":               {`level=error msg="no \"stock\"" stack="a \"b\"\n\tc" order=17`, "level=error msg=\"no \"stock\"\" stack=\"\na \"b\"\n\tc\n\" order=17"},
		"quoted value of JSON":       {`{"level": "error", "stack": "a\n\tb"}`, "{\"level\": \"error\", \"stack\": \"\na\n\tb\n\"}"},
		"quoted value that is cut":   {`stack="a\n\tb`, "stack=\"\na\n\tb"},
		"quoted word":                {`no "stock"\nb`, "no \"stock\"\nb"},
		"unknown escape":             {`a\n\x\`, "a\n\\x\\"},
		"backslashes and newlines":   {"C:\\new\nD:\\table", "C:\\new\nD:\\table"},
		"backslash without newline":  {`C:\table`, `C:\table`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, normalize(tt.text))
		})
	}
}

func TestStripLinePrefix(t *testing.T) {
	const trace = "Traceback (most recent call last):\n  File \"/a.py\", line 1, in f\n    f()\nE: m\n"
	for name, tt := range map[string]struct{ text, want string }{
		"compose":             {"web-1  | Traceback (most recent call last):\nweb-1  |   File \"/a.py\", line 1, in f\nweb-1  |     f()\nweb-1  | E: m\n", trace},
		"time of any length":  {"04:1.25 > Traceback (most recent call last):\n04:1.5 >   File \"/a.py\", line 1, in f\n04:11.125 >     f()\n04:2.1 > E: m\n", trace},
		"stern":               {"web-7c9d8-x2x9z web Traceback (most recent call last):\nweb-7c9d8-x2x9z web   File \"/a.py\", line 1, in f\nweb-7c9d8-x2x9z web     f()\nweb-7c9d8-x2x9z web E: m\n", trace},
		"other first line":    {"Attaching to web\nweb  | Traceback (most recent call last):\nweb  |   File \"/a.py\", line 1, in f\nweb  |     f()\nweb  | E: m\n", "Attaching to web\n" + trace},
		"box":                 {"┌──\n│ #0   main (package:shop/main.dart:12:9)\n└──\n", "┌──\n#0   main (package:shop/main.dart:12:9)\n└──\n"},
		"no prefix":           {trace, ""},
		"prefix but no trace": {"web | a\nweb | b\nweb | c\n", ""},
		"one line":            {"web | a", ""},
		"no separator":        {"web a\nweb b\n", ""},
		"two words":           {"web-1 web a\nweb-1 web b\n", ""},
		"cut line":            {"web | Traceback (most recent call last):\nweb |   File \"/a.py\", line 1, in f\nwe", "Traceback (most recent call last):\n  File \"/a.py\", line 1, in f\nwe"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := stripLinePrefix(tt.text)
			assert.Equal(t, tt.want != "", ok)
			if ok {
				assert.Equal(t, tt.want, got)
			} else {
				assert.Equal(t, tt.text, got)
			}
		})
	}
}
