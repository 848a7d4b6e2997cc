// SPDX-License-Identifier: Apache-2.0

package finding

import "strings"

// Hidden replaces a value that must not be shown.
const Hidden = "..."

// IsSecret reports whether the value of a key with this name may be a secret and must not be shown.
func IsSecret(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"password", "passwd", "secret", "token", "authorization", "api_key", "apikey", "api-key", "private_key", "dsn", "credential"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
