// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"errors"
	"fmt"
	"strings"
)

// template is a text with references: "{severity_text} {body}". A brace is written twice to stand for
// itself. There is nothing else to it, so that a template can neither fail nor loop on a record.
type template struct {
	parts []part
}

// part is a text, or a reference if it is not nil.
type part struct {
	text string
	ref  *reference
}

// parseTemplate compiles a template.
func parseTemplate(s string) (*template, error) {
	t := &template{}
	var text strings.Builder
	for rest := s; rest != ""; {
		brace := strings.IndexAny(rest, "{}")
		if brace < 0 {
			text.WriteString(rest)
			break
		}
		text.WriteString(rest[:brace])
		c := rest[brace]
		rest = rest[brace+1:]
		switch {
		case rest != "" && rest[0] == c:
			text.WriteByte(c)
			rest = rest[1:]
			continue
		case c == '}':
			return nil, errors.New("there is a } without a {; write }} for a brace")
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, errors.New("there is a { without a }; write {{ for a brace")
		}
		ref, err := parseReference(name)
		if err != nil {
			return nil, fmt.Errorf("{%s}: %w", name, err)
		}
		t.parts = append(t.parts, part{text: text.String()}, part{ref: &ref})
		text.Reset()
		rest = after
	}
	t.parts = append(t.parts, part{text: text.String()})
	return t, nil
}

// append appends the text for a record. Fields that the record lacks are empty.
func (t *template) append(buf []byte, rec record) []byte {
	for _, p := range t.parts {
		if p.ref == nil {
			buf = append(buf, p.text...)
			continue
		}
		value, _ := p.ref.text(rec)
		buf = append(buf, value...)
	}
	return buf
}
