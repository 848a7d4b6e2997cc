// SPDX-License-Identifier: Apache-2.0

package checkdigit

// IndiaAadhaar reports whether s is an Aadhaar number: twelve digits, the first from 2 to 9, that pass
// [Verhoeff] and do not read the same backwards. Unique Identification Authority of India.
func IndiaAadhaar(s string) bool {
	return len(s) == 12 && Verhoeff(s) && s[0] >= '2' && !isPalindrome(s)
}

func isPalindrome(s string) bool {
	for i := range len(s) / 2 {
		if s[i] != s[len(s)-1-i] {
			return false
		}
	}
	return true
}

// IndiaPAN reports whether s has the shape of a permanent account number: five letters, four digits from
// 0001 on, and a letter. The fourth letter is the kind of holder, one of A, B, C, F, G, H, J, L, P and T. Its
// check letter has no published rule. Income Tax Department.
func IndiaPAN(s string) bool {
	if !matches(s, "AAAAA9999A") || s[5:9] == "0000" {
		return false
	}
	switch upper(s[3]) {
	case 'A', 'B', 'C', 'F', 'G', 'H', 'J', 'L', 'P', 'T':
		return true
	}
	return false
}
