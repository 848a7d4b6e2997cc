// SPDX-License-Identifier: Apache-2.0

// Package scan finds personal data and secrets in text and replaces them. It knows nothing of
// pdata: strings and keys go in, strings and the list of what was replaced come out.
//
// How a value is scanned, in the order of the files:
//
//   - detectors.go names every detector and the finders that report for it: the place to start.
//   - blocks.go reads the text once, 64 bytes at a time, and turns it into bit masks: where a run
//     of digits starts, and where a byte stands that can be part of a finder's literal: by the tables
//     of classes.go, or those of fingerprint.go with vector instructions (vector_amd64.s).
//     literals.go has the literals, and tells by the bytes around such a place which can stand there.
//   - timestamp.go and hexword.go tell which digits are no numbers: those of times and identifiers.
//   - scanner.go runs a finder at the other places only, collects the matches, settles overlaps and
//     builds the output. A value without a match is returned as it is, without a copy.
//   - email.go, card.go, bearer.go, keyed.go and url.go are the finders: hand-written checks that
//     look at a bounded number of bytes around the place they are called for, so that the whole
//     scan stays linear on any input.
//     The other secrets: vendors.go has the table of credentials with a form of their own, pem.go private
//     keys, cookies.go and query.go what headers and URLs carry; markup.go, command.go and sql.go find keys
//     and values in XML, percent-encoded text, command lines and SQL; pairs.go where name and value stand
//     apart, arguments.go the same for those who walk maps and lists, positional.go passwords among the words of
//     commands, redis.go commands of Redis, dumps.go what languages print of their data, disclosed.go what is told in
//     sentences; genai.go lists the keys of the content of generative models.
//   - numbers.go is the table of the numbers of persons, accounts and devices; forms.go finds them by their
//     form, keywords.go the words that tell what they are; phone.go, network.go, iban.go, track.go and
//     path.go find what needs code of its own.
//   - words.go, vocabulary.go and key.go decide what a key says about its value; boundary.go,
//     context.go, json.go and mask.go hold what several finders share; wide.go folds full-width
//     characters.
//
// Redaction is idempotent: text that was masked before, here or by another collector with the same
// configuration, is left as it is.
package scan
