// SPDX-License-Identifier: Apache-2.0

package checkdigit

// CanadaSIN reports whether s is a social insurance number, or one of the numbers from 0 on that the revenue
// agency gives to persons without: nine digits, the first not 8, which business numbers have, that pass
// [Luhn]. Employment and Social Development Canada.
func CanadaSIN(s string) bool { return isNumber(s, 9) && s[0] != '8' && Luhn(s) }
