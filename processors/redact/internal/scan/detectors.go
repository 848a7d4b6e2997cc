// SPDX-License-Identifier: Apache-2.0

package scan

// ID identifies a detector: an index into Detectors.
type ID uint8

// The detectors. None is the zero ID, so that "nothing found" needs no further flag.
const (
	None ID = iota
	Email
	Card
	CVV
	Bearer
	Password
	Secret
	ListedKey

	numDetectors = iota
)

// Profile is a set of detectors that a user switches on together.
type Profile uint8

// The profiles.
const (
	Secrets Profile = 1 << iota
	PCI
	PII
)

// ProfileNames maps the names used in configurations to profiles.
var ProfileNames = map[string]Profile{
	"secrets": Secrets,
	"pci":     PCI,
	"pii":     PII,
	"all":     Secrets | PCI | PII,
}

// Class orders detectors by how much a match proves. When two matches start at the same byte, the
// one of the higher class names the replacement.
type Class uint8

// The classes, weakest first.
const (
	// Generic matches rest on the key alone.
	Generic Class = iota
	// Shape matches rest on the form of the value.
	Shape
	// Checksum matches are proven by check digits or by decoding.
	Checksum
)

// Detector describes one kind of sensitive value.
type Detector struct {
	// Name is used in configurations, masks and metrics.
	Name string
	// Profiles that contain the detector. A detector without a profile is on when the
	// configuration gives it something to find.
	Profiles Profile
	Class    Class
	// Finds says in a few words what is replaced.
	Finds string
}

// Detectors lists every detector. The finders below say what each of them is triggered by.
var Detectors = [numDetectors]Detector{
	None:      {},
	Email:     {"email", PII, Shape, "email addresses, also with %40 or \\u0040 for the @"},
	Card:      {"card", PCI, Checksum, "payment card numbers, compact or grouped"},
	CVV:       {"cvv", PCI | Secrets, Generic, "card verification codes under a key such as cvv"},
	Bearer:    {"bearer", Secrets, Checksum, "credentials of an Authorization header, bearer tokens, JWT and JWE"},
	Password:  {"password", Secrets, Generic, "passwords by key, in assignments and in URLs"},
	Secret:    {"secret", Secrets, Generic, "tokens, API keys and other secrets by key and in assignments"},
	ListedKey: {"key", 0, Generic, "values under the keys listed in keys.redact"},
}

// finder is a check that runs wherever one of its literals, or a run of digits, stands in the text.
// Its find method adds matches to the scanner, for one of the detectors in reports.
type finder struct {
	// literals are ASCII. With fold they are written in lower case and match in any case. find is
	// called with the index of the literal's first byte.
	literals []string
	fold     bool
	// digits calls find at the start of each run of at least four digits, which
	// every grouping of a number that is looked for has, and of some shorter ones.
	digits  bool
	reports []ID
	find    func(s *Scanner, at int)
}

// finders lists every check. A finder runs only if one of its detectors is enabled.
//
// To add a detector: name it above, write its check in a file of its own, and add a line here. A
// detector that looks at keys alone needs a line in the phrases of vocabulary.go instead.
var finders = []finder{
	{literals: []string{"@", "%40", `\u0040`}, reports: []ID{Email}, find: findEmail},
	{digits: true, reports: []ID{Card}, find: findCard},
	{literals: []string{"eyJ"}, reports: []ID{Bearer}, find: findJWT},
	{literals: []string{"bearer", "basic", "token"}, fold: true, reports: []ID{Bearer}, find: findScheme},
	{literals: []string{"://", `:\/\/`}, reports: []ID{Password}, find: findUserinfo},
	{literals: []string{":", "="}, reports: []ID{Password, Secret, CVV, Bearer, ListedKey}, find: findKeyed},
}
