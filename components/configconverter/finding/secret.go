// SPDX-License-Identifier: Apache-2.0

package finding

import "strings"

// Hidden stands for a value that must not be shown.
const Hidden = "..."

// IsSecret says whether the value of a key of that name may be a secret.
func IsSecret(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"password", "passwd", "secret", "token", "authorization", "api_key", "apikey", "api-key", "private_key", "dsn", "credential"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
