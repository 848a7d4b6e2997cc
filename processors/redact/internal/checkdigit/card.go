// SPDX-License-Identifier: Apache-2.0

package checkdigit

// The issuers that [CardIssuer] and [CardIssuerWide] return.
const (
	IssuerAmex       = "amex"
	IssuerDiners     = "diners"
	IssuerDiscover   = "discover"
	IssuerJCB        = "jcb"
	IssuerMaestro    = "maestro"
	IssuerMastercard = "mastercard"
	IssuerMir        = "mir"
	IssuerUATP       = "uatp"
	IssuerUnionPay   = "unionpay"
	IssuerVisa       = "visa"
)

// Lengths of card numbers, ISO/IEC 7812-1.
const (
	minCard = 12
	maxCard = 19
)

// cardLengths has bit n set if cards may have n digits.
type cardLengths uint32

const (
	visaLengths    cardLengths = 1<<13 | 1<<16 | 1<<19
	from16to19     cardLengths = 1<<16 | 1<<17 | 1<<18 | 1<<19
	maestroLengths cardLengths = 1<<12 | 1<<13 | 1<<14 | 1<<15 | from16to19
)

// cardRange is a range of the first four digits.
type cardRange struct {
	first, last int
	lengths     cardLengths
	issuer      string
}

// cardRanges are those that belong to one issuer.
var cardRanges = [...]cardRange{
	{4000, 4999, visaLengths, IssuerVisa},
	{5100, 5599, 1 << 16, IssuerMastercard},
	{2221, 2720, 1 << 16, IssuerMastercard},
	{3400, 3499, 1 << 15, IssuerAmex},
	{3700, 3799, 1 << 15, IssuerAmex},
	{3000, 3059, 1 << 14, IssuerDiners},
	{3090, 3099, 1 << 14, IssuerDiners},
	{3600, 3699, 1 << 14, IssuerDiners},
	{3800, 3999, 1 << 14, IssuerDiners},
	{6011, 6011, from16to19, IssuerDiscover},
	{6440, 6599, from16to19, IssuerDiscover},
	{3528, 3589, from16to19, IssuerJCB},
	{6200, 6299, from16to19, IssuerUnionPay},
	{8100, 8199, from16to19, IssuerUnionPay},
	{2200, 2204, from16to19, IssuerMir},
	{5018, 5018, maestroLengths, IssuerMaestro},
	{5020, 5020, maestroLengths, IssuerMaestro},
	{5038, 5038, maestroLengths, IssuerMaestro},
	{5893, 5893, maestroLengths, IssuerMaestro},
	{6304, 6304, maestroLengths, IssuerMaestro},
	{6759, 6759, maestroLengths, IssuerMaestro},
	{6761, 6763, maestroLengths, IssuerMaestro},
}

// wideCardRanges take in so many numbers that they say little on their own.
var wideCardRanges = [...]cardRange{
	{5000, 5099, maestroLengths, IssuerMaestro},
	{5600, 6999, maestroLengths, IssuerMaestro},
	{1000, 1999, 1 << 15, IssuerUATP},
}

// CardIssuer returns the payment network to whose issuer identification numbers (ISO/IEC 7812-1) the 12 to
// 19 ASCII digits belong, as the networks publish their ranges, if it issues numbers of that length. It
// does not check the check digit: that is [Luhn].
func CardIssuer(digits string) (issuer string, ok bool) {
	return findIssuer(cardRanges[:], digits)
}

// CardIssuerWide does the same for numbers for which [CardIssuer] has no answer but that fall into the
// ranges reserved for Maestro (50, 56 to 69) or for airlines' UATP (1). One in seven random numbers does, so
// the caller needs a card word or key next to the number.
func CardIssuerWide(digits string) (issuer string, ok bool) {
	if _, ok := CardIssuer(digits); ok {
		return "", false
	}
	return findIssuer(wideCardRanges[:], digits)
}

// MayBeCard reports whether the card numbers of an issuer that [CardIssuer] knows start with these two digits.
func MayBeCard(first, second byte) bool { return cardStarts[digit(first)*10+digit(second)] }

var cardStarts = func() (starts [100]bool) {
	for _, r := range cardRanges {
		for n := r.first / 100; n <= r.last/100; n++ {
			starts[n] = true
		}
	}
	return starts
}()

func findIssuer(ranges []cardRange, digits string) (string, bool) {
	n := len(digits)
	if n < minCard || n > maxCard || !isDigits(digits) {
		return "", false
	}
	iin := number(digits[:4])
	for i := range ranges {
		if r := &ranges[i]; iin >= r.first && iin <= r.last && r.lengths>>n&1 == 1 {
			return r.issuer, true
		}
	}
	return "", false
}
