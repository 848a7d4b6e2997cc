// SPDX-License-Identifier: Apache-2.0

package checkdigit

import "hash/crc32"

// base62 are the digits of the checksum in a token of GitHub.
const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// The parts of a token: a prefix like ghp_, random characters, and their checksum.
const (
	githubPrefix   = 4
	githubRandom   = 30
	githubChecksum = 6
)

// GitHubToken reports whether s is a GitHub access token: ghp_, gho_, ghu_, ghs_ or ghr_ in lower case, 30
// letters and digits, and the CRC-32 (IEEE 802.3) of those 30 as six digits to the base 62, the most
// significant first, zero-padded. GitHub, Behind GitHub's new authentication token formats, 2021.
func GitHubToken(s string) bool {
	if len(s) != githubPrefix+githubRandom+githubChecksum || s[:2] != "gh" || s[3] != '_' {
		return false
	}
	switch s[2] {
	case 'p', 'o', 'u', 's', 'r':
	default:
		return false
	}
	random, checksum := s[githubPrefix:githubPrefix+githubRandom], s[githubPrefix+githubRandom:]
	// Not crc32.ChecksumIEEE, which would need a copy of the string on the heap.
	crc := ^uint32(0)
	for i := range len(random) {
		if !isDigit(random[i]) && !isLetter(random[i]) {
			return false
		}
		crc = crc32.IEEETable[byte(crc)^random[i]] ^ crc>>8
	}
	crc = ^crc
	for i := len(checksum) - 1; i >= 0; i-- {
		if checksum[i] != base62[crc%62] {
			return false
		}
		crc /= 62
	}
	return true
}
