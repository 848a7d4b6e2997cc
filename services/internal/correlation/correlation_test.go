// SPDX-License-Identifier: Apache-2.0

package correlation

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

var uuid4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestNew(t *testing.T) {
	first, second := New(), New()
	assert.Regexp(t, uuid4, first)
	assert.Regexp(t, uuid4, second)
	assert.NotEqual(t, first, second)
}

func TestFromRequest(t *testing.T) {
	for name, tc := range map[string]struct {
		header string
		kept   bool
	}{
		"from the caller":    {header: "abc-123-DEF_4.5", kept: true},
		"longest":            {header: strings.Repeat("a", maxLength), kept: true},
		"absent":             {header: ""},
		"too long":           {header: strings.Repeat("a", maxLength+1)},
		"e-mail address":     {header: "someone@example.com"},
		"with a line break":  {header: "abc\ndef"},
		"with a quote":       {header: `abc"def`},
		"other than ASCII":   {header: "größe"},
		"nothing but spaces": {header: "   "},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set(Header, tc.header)
			id := FromRequest(r)
			if tc.kept {
				assert.Equal(t, tc.header, id)
			} else {
				assert.Regexp(t, uuid4, id)
			}
		})
	}
}

func TestContext(t *testing.T) {
	assert.Empty(t, FromContext(t.Context()))
	assert.Equal(t, "abc", FromContext(NewContext(t.Context(), "abc")))
}
