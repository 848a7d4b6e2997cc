// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-otel/faultline/internal/confpos"
)

// variable is a $ with the name of an environment variable and no braces, or an escaped $.
var variable = regexp.MustCompile(`\$\$|\$[A-Za-z_][A-Za-z0-9_]*`)

// environment replaces $NAME without braces, as versions before v0.104.0 did, where there is such a variable. Values that
// were written with $$ or with ${...} are left alone: what a $ is in them is clear.
func environment(m *migration) {
	for _, scalar := range confpos.Scalars("$") {
		if strings.Contains(scalar.Text, "$$") || strings.Contains(scalar.Text, "${") {
			continue
		}
		var names []string
		replaced := variable.ReplaceAllStringFunc(scalar.Text, func(ref string) string {
			value, ok := os.LookupEnv(ref[1:])
			if !ok {
				return ref
			}
			names = append(names, ref)
			return value
		})
		if len(names) == 0 || !setScalar(m.conf, scalar.KeyPath, scalar.Text, replaced) {
			continue
		}
		var braces []string
		for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
			braces = append(braces, "${env:"+name[1:]+"}")
		}
		m.changed("variable-without-braces", scalar.KeyPath, strings.Join(names, ", ")+" without braces is text, not a variable; it was replaced, as it once was",
			"write "+strings.Join(braces, ", ")+", or $$ for a $", "v0.104.0")
	}
}

// setScalar replaces a value, provided that it is the one that was written, and not that of a later file.
func setScalar(conf map[string]any, keyPath []string, old, replaced string) bool {
	var value any = conf
	for i, key := range keyPath {
		last := i == len(keyPath)-1
		switch v := value.(type) {
		case map[string]any:
			if last && v[key] == any(old) {
				v[key] = replaced
				return true
			}
			value = v[key]
		case []any:
			index, err := strconv.Atoi(key)
			if err != nil || index < 0 || index >= len(v) {
				return false
			}
			if last && v[index] == any(old) {
				v[index] = replaced
				return true
			}
			value = v[index]
		default:
			return false
		}
	}
	return false
}

// scalarText is the text of a value that is not text: as it was written or, when it came from a variable, as that has it.
func scalarText(keyPath []string, value any) string {
	raw, ok := confpos.Raw(keyPath...)
	if !ok {
		return fmt.Sprint(value)
	}
	if name, found := strings.CutPrefix(raw, "${"); found {
		name = strings.TrimSuffix(strings.TrimPrefix(name, "env:"), "}")
		if env, set := os.LookupEnv(name); set {
			return env
		}
		return fmt.Sprint(value)
	}
	return raw
}
