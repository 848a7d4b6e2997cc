// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"time"
)

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

// eras are the eras of the Japanese calendar in which living people can have been born.
var eras = []string{"明治", "大正", "昭和", "平成", "令和"}

// findEraDate checks for a date of birth in the Japanese calendar, 昭和60年1月2日, next to a keyword or in front of 生 (born).
// at is the index of the era.
func findEraDate(s *Scanner, at int) {
	t := s.text
	end := at + len(eras[0])
	for _, unit := range [...]string{"年", "月", "日"} {
		digits := digitRun(t, end)
		if digits == 0 && unit == "年" && strings.HasPrefix(t[end:], "元") { // the first year
			digits = len("元")
		}
		end += digits
		if digits == 0 || !strings.HasPrefix(t[end:], unit) {
			return
		}
		end += len(unit)
	}
	if at >= s.floor && (strings.HasPrefix(t[end:], "生") || s.kindsAt(at).and(kindsOf(DateOfBirth)) != (kinds{})) {
		s.add(span{start: at, end: end, detector: DateOfBirth})
	}
}
