// SPDX-License-Identifier: Apache-2.0

// Package scan finds personal data and secrets in text and replaces them. It does not depend on
// pdata: strings and keys go in, strings and the list of what was replaced come out.
//
// How a value is scanned, file by file:
//
//   - detectors.go lists every detector and the finders that report matches for it: start here.
//   - engine.go compiles the options into the tables below.
//   - blocks.go reads the text once, 64 bytes at a time, and turns it into bit masks: where a run
//     of digits starts, and where a literal that triggers a finder may stand. Bytes are classified with
//     the tables of classes.go, or with vector instructions and the tables of fingerprint.go: those of
//     AVX2 in vector_amd64.s, those of AVX-512 in vector512_amd64.s. literals.go holds the literals and
//     narrows down, by the surrounding bytes, which of them can stand at such a place.
//     buckets.go packs them into groups, so that few places in a typical text (typical.go) pass in vain.
//   - timestamp.go and hexword.go skip digits that are not numbers: those of times and of identifiers.
//   - scanner.go runs the finders at the remaining places, collects the matches and scans the output
//     again; output.go settles overlaps and builds the output, action.go decides what replaces a match: a mask
//     (mask.go), a part of it (partial.go), a hash (hash.go) or a token (token.go). allow.go has the matches that are
//     left, custom.go the rules of the configuration. A value without a match is returned as it is, without a copy.
//     raw.go and number.go do the same for bytes and for numbers that are no text.
//   - email.go, card.go, bearer.go, keyed.go and url.go are the main finders: hand-written checks that
//     look at a bounded number of bytes around the place they are called for, so that the whole scan
//     stays linear on any input.
//   - keyed.go reads the key of an assignment, values.go the value behind it: prefixes.go skips what stands in
//     front of a value, lists.go reads values of several items or lines, ends.go tells where a value ends,
//     expression.go whether it is source code, and accept.go whether it can be a value of that key.
//   - Most signs between a key and a value are found in vain, and cost the most time in ordinary logs. So findKeyed asks
//     three caches, each slower and more general than the one before: shortkey.go knows short keys behind which nothing
//     is found, from one or two words of the text; plainkey.go, in a memo of memo.go, knows longer ends of keys without a
//     verdict; and verdicts.go knows what the vocabulary says about a whole key.
//   - The finders of other secrets: vendors.go has the table of credentials with a recognisable format and
//     alphabet.go what these consist of, pem.go and jwk.go find private keys, crypt.go hashes of passwords, cookies.go and query.go secrets in headers and
//     URLs. markup.go, percent.go, flag.go, command.go and sql.go find keys and values in XML, percent-encoded text,
//     command lines and SQL; pairs.go finds values that stand apart from their names, whose strings and words
//     items.go and entities.go read, and arguments.go does the same for callers that walk maps and lists.
//     escapedkey.go finds keys with escaped letters, tables.go values in the columns of tables.
//     positional.go finds passwords that are positional arguments of commands, piped.go those that commands read
//     from a pipe, datasource.go those in data source names, redis.go those in Redis commands, fix.go those in
//     messages of FIX, dumps.go those in data printed by programming languages, declarations.go those in source
//     code, disclosed.go those told in sentences, apart.go those with a blank alone between name and value. genai.go
//     lists the keys that hold the content of generative models.
//   - numbers.go is the table of the numbers of persons, accounts and devices; forms.go finds them by their
//     form, keywords.go finds the words that say which kind a number is, rows.go once for a row of numbers,
//     columns.go those at the head of a column. phone.go, network.go, iban.go, track.go, dates.go, hl7.go and
//     path.go find what a form cannot describe, tld.go knows how the domain of an address may end.
//   - phrases.go lists the words of keys; words.go, wordset.go, vocabulary.go and key.go decide what a key says
//     about its value. boundary.go, context.go and json.go hold what several finders share; wide.go folds
//     full-width characters.
//
// Redaction is idempotent: text that was masked before, here or by another collector with the same
// configuration, is left as it is.
package scan
