// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/finding"
)

// The tables of the README are what the code says.
func TestReadmeHasEachRule(t *testing.T) {
	content, err := os.ReadFile("README.md")
	require.NoError(t, err)
	readme := string(content)
	errorsTable, adviceTable, ok := strings.Cut(readme, "## Advice")
	require.True(t, ok)
	for _, rule := range Rules() {
		table := adviceTable
		if rule.Severity == finding.Error {
			table = errorsTable
		}
		assert.Contains(t, table, fmt.Sprintf("| `%s` | %s | %s |\n", rule.ID, rule.What, rule.Why))
	}
	assert.Len(t, regexp.MustCompile("(?m)^\\| `[a-z-]+` \\|").FindAllString(readme, -1), len(Rules()))
}
