// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// patientFields are the fields of the segment PID of HL7 version 2 (chapter 3.4.2) that identify a patient and are not
// found by their form: the list of identifiers, the date of birth and the social security number.
var patientFields = map[int]ID{3: MedicalRecord, 7: DateOfBirth, 19: SSN}

// maxPatient bounds the segment, in bytes.
const maxPatient = 1024

// findPatient checks for personal data in the segment of a message of HL7 version 2 that describes a patient:
// PID|1||8812331^^^HOSP^MR||VOGT^LENA||19740512. Its fields go by their place. at is the index of the segment's name.
func findPatient(s *Scanner, at int) {
	t := s.text[:min(len(s.text), at+maxPatient)]
	if !wordStarts(t, at) || at > 0 && t[at-1] == '|' {
		return
	}
	for number, start := 0, at; number <= 19; number++ {
		end := start
		for end < len(t) && t[end] != '|' && t[end] != '\r' && t[end] != '\n' && t[end] != '\\' {
			end++
		}
		if id := patientFields[number]; id != None && s.e.enabled[id] {
			s.addPatientField(id, start, end)
		}
		if end == len(t) || t[end] != '|' {
			return
		}
		start = end + 1
	}
}

// addPatientField adds the values in a field, of which there may be several. What follows the first circumflex of a value
// says what kind of value it is and who assigned it.
func (s *Scanner) addPatientField(id ID, start, end int) {
	for start < end {
		value, _, _ := strings.Cut(s.text[start:end], "~")
		next := start + len(value) + len("~")
		value, _, _ = strings.Cut(value, "^")
		digits := strings.ReplaceAll(value, "-", "")
		switch {
		case id == MedicalRecord && hasDigit(value) && len(value) >= minSecret,
			id == DateOfBirth && len(value) >= len("19740512") && allDigits(value) && isBirthDate(value[:len("19740512")]),
			id == SSN && len(digits) == len("123456789") && allDigits(digits):
			s.add(span{start: start, end: start + len(value), detector: id})
		}
		start = next
	}
}
