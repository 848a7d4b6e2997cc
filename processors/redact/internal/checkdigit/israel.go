// SPDX-License-Identifier: Apache-2.0

package checkdigit

// IsraelID reports whether s is an identity number (mispar zehut): nine digits, leading zeros included, that
// pass [Luhn]. Population and Immigration Authority.
func IsraelID(s string) bool { return isNumber(s, 9) && Luhn(s) }
