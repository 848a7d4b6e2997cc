// SPDX-License-Identifier: Apache-2.0

// Package checkdigit tells payment, personal and device identifiers from other text of the same shape.
//
// A scanner finds candidates; the functions here decide. Each takes the compact form of one candidate:
// separators removed and full-width digits folded to ASCII by the caller. Letters are accepted in either
// case unless the function says otherwise. Input of another length or alphabet, invalid UTF-8 included, is
// answered with false: no function panics, allocates, or looks at a byte more often than a constant number
// of times.
//
// A check of modulus m accepts one in m of the strings that have the right shape, so a function that
// returns true has not found an identifier: the more often a shape occurs in ordinary text, the more the
// caller needs a key or a word next to it. Functions that know no check digit say so.
//
// Where authorities disagree or have changed a rule, the functions accept what any of them accepts: a
// number that is wrongly taken for an identifier costs a masked value, one that is wrongly let through is a
// leak. No function except [Luhn] and [Mod97], which are bare algorithms, accepts a number of zeros only.
//
// Functions for the numbers of one country start with its name, except those of the United States.
package checkdigit
