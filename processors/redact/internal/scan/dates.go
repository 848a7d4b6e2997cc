// SPDX-License-Identifier: Apache-2.0

package scan

import "time"

// isBirthDate reports whether eight digits, or fewer where month and day are not padded, are a date since 1900
// in the order year, month, day, or with the year last.
func isBirthDate(digits string) bool {
	switch len(digits) {
	case 8:
		return isDate(digits[:4], digits[4:6], digits[6:]) || isDate(digits[4:], digits[2:4], digits[:2]) || isDate(digits[4:], digits[:2], digits[2:4])
	case 7:
		return isDate(digits[:4], digits[4:5], digits[5:]) || isDate(digits[:4], digits[4:6], digits[6:])
	case 6:
		return isDate(digits[:4], digits[4:5], digits[5:])
	}
	return false
}

func isDate(year, month, day string) bool {
	y, m, d := decimal(year), decimal(month), decimal(day)
	if y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 {
		return false
	}
	return d <= time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
