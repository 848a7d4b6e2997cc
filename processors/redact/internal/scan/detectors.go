// SPDX-License-Identifier: Apache-2.0

package scan

// ID identifies a detector: an index into Detectors.
type ID uint8

// The detectors. None is the zero ID and stands for "no detector".
const (
	None ID = iota
	Email
	Card
	CVV
	Bearer
	Password
	Secret
	ListedKey
	JWT
	PEM
	Cookie
	URLSecret
	Track
	IBAN
	RoutingNumber
	BankAccount
	SSN
	ITIN
	EIN
	NPI
	DEA
	MBI
	VIN
	MyNumber
	PensionNumber
	ResidenceCard
	InsuranceNumber
	Aadhaar
	IndiaPAN
	ChinaID
	KoreaRRN
	NRIC
	ThaiID
	TaiwanID
	HongKongID
	MalaysiaID
	IndonesiaNIK
	IsraelID
	TurkeyID
	CPF
	CNPJ
	SIN
	MexicoCURP
	ArgentinaCUIT
	ChileRUT
	ColombiaNIT
	ZAID
	TFN
	MedicareAU
	NZIRD
	NINO
	NHS
	EUNationalID
	EUVAT
	Passport
	DriverLicence
	MedicalRecord
	DateOfBirth
	Phone
	IPv4
	IPv6
	MAC
	IMEI
	IMSI
	ICCID
	UserPath
	GenAIContent

	numNamed = iota
)

// numDetectors counts the detectors above and those of vendors.go, whose IDs follow.
const numDetectors = numNamed + numVendors

// Profile is a set of detectors that a user switches on together.
type Profile uint16

// The profiles.
const (
	Secrets Profile = 1 << iota
	PCI
	PII
	Network
	Japan
	US
	EU
	Health
	GenAI

	// optIn is the profile of detectors that run only if named, or with the profile all.
	optIn
)

// ProfileNames maps the names used in configurations to profiles.
var ProfileNames = map[string]Profile{
	"secrets": Secrets,
	"pci":     PCI,
	"pii":     PII,
	"network": Network,
	"japan":   Japan,
	"us":      US,
	"eu":      EU,
	"health":  Health,
	"genai":   GenAI,
	// All but GenAI, whose detector replaces whole texts that the others would only look into.
	"all": Secrets | PCI | PII | Network | Japan | US | EU | Health | optIn,
}

// Class orders detectors by how reliable a match is. When two overlapping matches start at the same byte, the
// one of the higher class names the replacement.
type Class uint8

// The classes, weakest first.
const (
	// Generic matches rest on the key or the words around the value.
	Generic Class = iota
	// Shape matches rest on the form of the value.
	Shape
	// Checksum matches are proven by check digits or by decoding.
	Checksum
	// Issued matches have the form that one issuer gives to its credentials.
	Issued
)

// Detector describes one kind of sensitive value.
type Detector struct {
	// Name is used in configurations, masks and metrics.
	Name string
	// Profiles are those that contain the detector. A detector without a profile runs if the configuration gives
	// it something to find.
	Profiles Profile
	Class    Class
	// Finds says in a few words what is replaced.
	Finds string
}

// Detectors lists every detector. The finders below say what each of them is triggered by.
var Detectors = withVendors([numDetectors]Detector{
	None:      {},
	Email:     {"email", PII, Shape, "email addresses, also with %40, \\u0040 or &#64; for the @"},
	Card:      {"card", PCI, Checksum, "payment card numbers, compact or grouped"},
	CVV:       {"cvv", PCI | Secrets, Generic, "card verification codes under a key such as cvv"},
	Bearer:    {"bearer", Secrets, Shape, "credentials of an Authorization header and bearer tokens"},
	JWT:       {"jwt", Secrets, Checksum, "JSON web tokens, signed or encrypted"},
	PEM:       {"pem", Secrets, Issued, "private keys in PEM and PuTTY files"},
	Cookie:    {"cookie", Secrets, Generic, "the values of cookies"},
	URLSecret: {"url_secret", Secrets, Generic, "signatures, codes and keys in the query of a URL"},
	Password:  {"password", Secrets, Generic, "passwords by key, in assignments and in URLs"},
	Secret:    {"secret", Secrets, Generic, "tokens, API keys and other secrets by key and in assignments"},
	ListedKey: {"key", 0, Generic, "values under the keys listed in keys.redact"},
	Track:     {"track", PCI, Checksum, "the content of a card's magnetic stripe"},

	IBAN:            {"iban", PII | EU, Checksum, "international bank account numbers, compact or in groups of four"},
	RoutingNumber:   {"routing_number", PII | US, Checksum, "routing numbers of US banks, by keyword"},
	BankAccount:     {"bank_account", PII | US | Japan, Generic, "bank account numbers, by keyword"},
	SSN:             {"ssn", PII | US | Health, Shape, "US social security numbers; with hyphens also without a keyword"},
	ITIN:            {"itin", PII | US, Shape, "US individual taxpayer identification numbers; with hyphens also without a keyword"},
	EIN:             {"ein", US, Shape, "US employer identification numbers, by keyword"},
	NPI:             {"npi", PII | US | Health, Checksum, "US national provider identifiers, by keyword"},
	DEA:             {"dea", PII | US | Health, Checksum, "registration numbers of the US Drug Enforcement Administration, by keyword"},
	MBI:             {"mbi", PII | US | Health, Shape, "US Medicare beneficiary identifiers; with hyphens also without a keyword"},
	VIN:             {"vin", PII | US, Checksum, "vehicle identification numbers, by keyword"},
	MyNumber:        {"my_number", PII | Japan, Checksum, "Japanese individual numbers (個人番号), by keyword"},
	PensionNumber:   {"pension_number", PII | Japan, Generic, "Japanese basic pension numbers (基礎年金番号), by keyword"},
	ResidenceCard:   {"residence_card", PII | Japan, Generic, "numbers of Japanese residence cards (在留カード), by keyword"},
	InsuranceNumber: {"insurance_number", PII | Japan | Health, Generic, "numbers of health insurances, by keyword"},
	Aadhaar:         {"aadhaar", PII, Checksum, "Indian Aadhaar numbers, by keyword"},
	IndiaPAN:        {"in_pan", PII, Shape, "Indian permanent account numbers, by keyword"},
	ChinaID:         {"cn_id", PII, Checksum, "Chinese resident identity numbers; also without a keyword if they end in X, or have the code of a place and an adult's year of birth"},
	KoreaRRN:        {"kr_rrn", PII, Shape, "Korean resident registration numbers; with a hyphen also without a keyword"},
	NRIC:            {"sg_nric", PII, Checksum, "Singaporean NRIC and FIN, by keyword"},
	ThaiID:          {"th_id", PII, Checksum, "Thai identification numbers, by keyword"},
	TaiwanID:        {"tw_id", PII, Checksum, "Taiwanese identification numbers, by keyword"},
	HongKongID:      {"hk_id", PII, Checksum, "Hong Kong identity card numbers, by keyword"},
	MalaysiaID:      {"my_nric", PII, Shape, "Malaysian identity card numbers, by keyword"},
	IndonesiaNIK:    {"id_nik", PII, Shape, "Indonesian identity numbers, by keyword"},
	IsraelID:        {"il_id", PII, Checksum, "Israeli identity numbers, by keyword"},
	TurkeyID:        {"tr_tckn", PII, Checksum, "Turkish identification numbers, by keyword"},
	CPF:             {"br_cpf", PII, Checksum, "Brazilian CPF; punctuated also without a keyword"},
	CNPJ:            {"br_cnpj", PII, Checksum, "Brazilian CNPJ; punctuated also without a keyword"},
	SIN:             {"ca_sin", PII, Checksum, "Canadian social insurance numbers, by keyword"},
	MexicoCURP:      {"mx_curp", PII, Checksum, "Mexican CURP, by keyword"},
	ArgentinaCUIT:   {"ar_cuit", PII, Checksum, "Argentine CUIT and CUIL, by keyword"},
	ChileRUT:        {"cl_rut", PII, Checksum, "Chilean RUT, by keyword"},
	ColombiaNIT:     {"co_nit", PII, Checksum, "Colombian NIT, by keyword"},
	ZAID:            {"za_id", PII, Checksum, "South African identity numbers, by keyword"},
	TFN:             {"au_tfn", PII, Checksum, "Australian tax file numbers, by keyword"},
	MedicareAU:      {"au_medicare", PII | Health, Checksum, "Australian Medicare numbers, by keyword"},
	NZIRD:           {"nz_ird", PII, Checksum, "New Zealand IRD numbers, by keyword"},
	NINO:            {"uk_nino", PII, Shape, "UK national insurance numbers"},
	NHS:             {"uk_nhs", PII | Health, Checksum, "UK NHS numbers, by keyword"},
	EUNationalID:    {"eu_national_id", PII | EU, Checksum, "identity, social security and tax numbers of persons in European countries, by keyword"},
	EUVAT:           {"eu_vat", EU, Checksum, "VAT numbers of the European Union, by keyword"},
	Passport:        {"passport", PII | Japan | US | EU, Generic, "passport numbers, by keyword"},
	DriverLicence:   {"driver_licence", PII | Japan | US | EU, Generic, "numbers of driver's licences, by keyword"},
	MedicalRecord:   {"medical_record", PII | Health, Generic, "medical record and patient numbers, by keyword and in HL7 messages"},
	DateOfBirth:     {"date_of_birth", PII | Health, Shape, "dates of birth, by keyword; those of Japanese eras also in front of 生"},
	Phone:           {"phone", PII | Health, Shape, "international, North American and Japanese phone numbers; of other forms by keyword"},
	IPv4:            {"ipv4", Network, Shape, "public IPv4 addresses"},
	IPv6:            {"ipv6", Network, Shape, "public IPv6 addresses"},
	MAC:             {"mac", Network, Shape, "hardware addresses"},
	IMEI:            {"imei", PII | Network, Checksum, "device numbers of mobile phones, by keyword"},
	IMSI:            {"imsi", PII | Network, Generic, "subscriber numbers of mobile networks, by keyword"},
	ICCID:           {"iccid", PII | Network, Checksum, "numbers of SIM cards, by keyword"},
	GenAIContent:    {"genai_content", GenAI, Generic, "what is said to and by generative models, by key"},
	UserPath:        {"user_path", optIn, Shape, "the user's name in the path of a home directory"},
})

// finder is a check that runs wherever one of its triggers stands in the text: a literal, a run of digits, or a
// separator between two. Its find function adds matches of the detectors in reports to the scanner.
type finder struct {
	// literals are the texts that trigger the finder. With fold set they are ASCII in lower case and match in any
	// case. find is called with the index of the literal's first byte.
	literals []string
	fold     bool
	// after, if set, has the bytes that may stand right in front of a literal. Behind any other byte, find is not
	// called. At the start of the text it always is.
	after *[256]bool
	// inside is set if find is also called for literals that stand in the last match, because what it finds there is
	// more certain than that match or reaches beyond it.
	inside bool
	// digits are lengths of runs of digits. find is called at the start of each run of at least four digits with
	// such a length, and at the places of chunk.numbers that scattered finds.
	digits    runs
	triples   bool // has find called at each separator of chunk.triples
	addresses bool // has find called at each separator of chunk.addresses
	reports   []ID
	find      func(s *Scanner, at int)
}

// runs is a set of lengths of runs of digits, with a bit for each length. The bit maxRun stands for that length and all
// greater ones.
type runs uint32

const anyRun = ^runs(0)

// from returns the runs of at least n digits.
func from(n int) runs { return anyRun << n }

// escaped returns the runs of n digits, alone or right behind an escaped blank, whose digits lengthen the run: %20 and
// \u0020.
func escaped(n int) runs { return 1<<n | 1<<(n+len("20")) | 1<<(n+len("0020")) }

// keyedIDs are the detectors whose matches are found by the words of a key.
var keyedIDs = []ID{Password, Secret, CVV, Bearer, ListedKey, GenAIContent, Passport, DriverLicence, MedicalRecord, DateOfBirth}

// finders lists every check. A finder runs only if one of its detectors is enabled.
//
// To add a detector: name it above, write its check in a file of its own, and add a line here. A
// detector that goes by keys alone needs a line in the phrases of phrases.go instead.
var finders = append([]finder{
	{literals: []string{"@", "%40", "%2540", `\u0040`, "&#64;", "&#x40;", "&commat;"}, after: &endsLocalPart, inside: true, reports: []ID{Email}, find: findEmail},
	{digits: from(minCard), reports: []ID{Track}, find: findTrack},
	// Before cards: some groups of an account number can look like a card number.
	{digits: anyRun, reports: []ID{IBAN}, find: findIBAN},
	{digits: from(minCard) | escaped(firstGroup), reports: []ID{Card}, find: findCard},
	{digits: anyRun, reports: formIDs(), find: findNumber},
	{triples: true, reports: formIDs(), find: findTriple},
	{literals: eras, reports: []ID{DateOfBirth}, find: findEraDate},
	{triples: true, reports: []ID{IPv4}, find: findAddress4},
	{literals: []string{":"}, after: &colonBytes, inside: true, reports: []ID{IPv6, MAC}, find: findColons},
	{literals: []string{"%3a"}, fold: true, inside: true, reports: []ID{IPv6, MAC}, find: findEncodedColons},
	{digits: 1 << 4, reports: []ID{IPv6}, find: findGroup6},
	{addresses: true, reports: []ID{MAC}, find: findHardwareAddress},
	{literals: []string{"+", "%2b"}, fold: true, reports: []ID{Phone}, find: findInternational},
	{literals: []string{"8=FIX"}, reports: []ID{Password}, find: findFIX},
	{literals: []string{"PID|1|"}, reports: []ID{MedicalRecord, DateOfBirth, SSN}, find: findPatient},
	{literals: []string{"/home/", "/Users/", `:\Users\`, `:\\Users\\`}, reports: []ID{UserPath}, find: findUserPath},
	{literals: []string{"eyJ"}, inside: true, reports: []ID{JWT}, find: findJWT},
	{literals: []string{"bearer", "basic", "token"}, fold: true, reports: []ID{Bearer}, find: findScheme},
	{literals: []string{"://", `:\/\/`}, after: &alnumBytes, reports: []ID{Password}, find: findUserinfo},
	{literals: []string{":"}, after: &endsKey, reports: append(keyedIDs, Cookie, URLSecret), find: findKeyed},
	{literals: []string{"="}, after: &endsKeyOrColon, reports: append(keyedIDs, Cookie, URLSecret), find: findKeyed},
	{literals: []string{"-----BEGIN ", "-----BEGIN+", "-----BEGIN%20", "---- BEGIN "}, reports: []ID{PEM}, find: findPEM},
	{literals: []string{"Private-Lines:"}, reports: []ID{PEM}, find: findPuTTY},
	{literals: []string{":AA"}, inside: true, reports: []ID{telegramID}, find: findTelegram},
	{literals: []string{"$2a$", "$2b$", "$2y$", "$argon2", ":$6$"}, reports: []ID{Password}, find: findCryptHash},
	{literals: []string{"Q~"}, inside: true, reports: []ID{azureID}, find: findAzureSecret},
	{literals: []string{"</", `\u003c/`, "&lt;/"}, reports: keyedIDs, find: findElement},
	{literals: []string{"--"}, after: &startsOption, reports: keyedIDs, find: findFlag},
	{literals: []string{"%3a", "%3d", "%253a", "%253d"}, fold: true, reports: keyedIDs, find: findPercent},
	{literals: []string{"%3a%2f%2f"}, fold: true, after: &alnumBytes, reports: []ID{Password}, find: findPercentUserinfo},
	{literals: []string{" -p", " -P", " -a", " -w", " -u", " -U", " -b ", " -N ", " -k"}, reports: []ID{Password}, find: findOption},
	{literals: []string{"identified b", "identified w", "identified a"}, fold: true, reports: []ID{Password}, find: findPasswordClause},
	{literals: []string{"password '", "password ('", "password('", `password "`}, fold: true, reports: []ID{Password}, find: findPasswordLiteral},
	{literals: []string{"values (", "values(", "values  (", "values\t", "values\n", "values\r"}, fold: true, reports: keyedIDs, find: findValues},
	{literals: []string{"Key ("}, inside: true, reports: keyedIDs, find: findKeyDetail},
	{literals: []string{"], ["}, reports: keyedIDs, find: findEntries},
	{literals: []string{`"kty`}, reports: []ID{Secret}, find: findJSONWebKey},
	{literals: []string{"requirepass", "masterauth"}, fold: true, reports: []ID{Password}, find: findDirective},
	{literals: []string{"password", "passwd", "secret", "token", "_key", "-key", "bindpw ", "rootpw "}, fold: true, reports: []ID{Password, Secret}, find: findApart},
	{literals: []string{"API key "}, reports: []ID{Password, Secret}, find: findKeyApart},
	{literals: []string{": AUTH "}, reports: []ID{Password}, find: findCommandBehind},
	{literals: []string{` "auth" "`}, fold: true, reports: []ID{Password}, find: findQuotedCommand},
	{literals: []string{"password is", "password for ", "passphrase for ", "code is", "pin is ", "otp is "}, fold: true, reports: []ID{Password, Secret}, find: findDisclosed},
	{literals: []string{"verification code", "passcode ", "one-time ", "fa code", "otp code", "otp "}, fold: true, reports: []ID{Secret}, find: findCodeWord},
	{literals: []string{" to '", " from '", ` to "`, ` from "`, ` to \"`, ` from \"`, "password set to "}, reports: keyedIDs, find: findChanged},
	{literals: []string{"cvv ", "cvc "}, fold: true, reports: []ID{CVV}, find: findVerificationValue},
	{literals: []string{"PASS "}, reports: []ID{Password}, find: findPassCommand},
	{literals: []string{"E\t/"}, reports: []ID{Cookie}, find: findCookieOfFile},
	{literals: []string{"secret_access_key "}, reports: keyedIDs, find: findSecretAccessKey},
	{literals: []string{"は", "是", "为", "為", "「", "を"}, reports: keyedIDs, find: findTopic},
	{literals: []string{"setenv "}, reports: keyedIDs, find: findCommandPair("setenv ")},
	{literals: []string{"setx "}, reports: keyedIDs, find: findCommandPair("setx ")},
	{literals: []string{"ENV "}, reports: keyedIDs, find: findCommandPair("ENV ")},
	{literals: []string{"AUTH PLAIN ", "AUTH LOGIN "}, reports: []ID{Bearer}, find: findMailLogin},
	{literals: []string{"sqlplus "}, reports: []ID{Password}, find: findOracleLogin},
	{literals: []string{" add_user ", " change_password "}, reports: []ID{Password}, find: findBrokerUser},
	{literals: []string{"htpasswd -"}, reports: []ID{Password}, find: findFileUser},
	{literals: []string{"net use"}, reports: []ID{Password}, find: findNetCommand},
	{literals: []string{" /rp "}, reports: []ID{Password}, find: findTaskUser},
	{literals: []string{"sentinel auth-pass "}, reports: []ID{Password}, find: findSentinel},
	{literals: []string{"config set ", "configure set "}, reports: keyedIDs, find: findSetting},
	{literals: []string{"->__construct('", "mysqli_connect('"}, reports: []ID{Password}, find: findConnection},
	{literals: []string{"sp_addl"}, reports: []ID{Password}, find: findLoginProcedure},
	{literals: []string{"ConvertTo-SecureString "}, reports: []ID{Password}, find: findSecureString},
	{literals: []string{"LS0tLS1CRUdJTiB"}, reports: []ID{PEM}, find: findEncodedPEM},
	{literals: []string{"login ", "LOGIN "}, reports: []ID{Password}, find: findLogin},
	{literals: []string{`("`, `('`, `["`, `['`, `(\"`, `[\"`, `(b'`, `(b"`, `( '`, `( "`}, reports: keyedIDs, find: findCall},
	{literals: []string{"{:", `{<<"`, `,<<"`, "{pass", "{pwd", "{secret", "{token", "{api_key", "_password,", "_secret,", "_token,"}, reports: keyedIDs, find: findTuple},
	{literals: []string{`\u004`, `\u005`, `\u006`, `\u007`}, reports: keyedIDs, find: findEscapedKey},
	{literals: []string{" -> "}, reports: keyedIDs, find: findMapping},
	{literals: []string{`'x-`, `"x-`}, fold: true, reports: keyedIDs, find: findHeaderPair},
	{literals: []string{`";s:`}, reports: keyedIDs, find: findSerialized},
	{literals: []string{`variable "`}, reports: keyedIDs, find: findVariable},
	{literals: []string{"string =", "str =", "String ="}, reports: keyedIDs, find: findTyped},
	{literals: []string{"--password-stdin", "sudo -S", " chpasswd", "passwd --stdin", "| kinit", "| cryptsetup", "--with-token", "--passphrase-fd 0"}, reports: []ID{Password}, find: findPiped},
	{literals: []string{"@tcp(", "@unix(", "thin:"}, reports: []ID{Password}, find: findDataSource},
	{literals: []string{" -pass", " -token", " -secret", " -storepass", " -keypass", " -api", " -Pass", " -Token", " -Secret", " -Api"}, reports: keyedIDs, find: findSingleFlag},
	{literals: []string{`"-p`, `'-p`, `"-a"`, `"-u`, `'-u`}, reports: []ID{Password}, find: findListedOption},
	{literals: []string{" in ('", " in('", " like '", "!= '", "!='", "<> '"}, fold: true, reports: keyedIDs, find: findComparison},
	{literals: []string{"set password for "}, fold: true, reports: []ID{Password}, find: findSetPassword},
	{literals: []string{"%5f", "%2d", "%2e", "%5d="}, fold: true, reports: keyedIDs, find: findEncodedKey},
	{literals: []string{":5432:", ":*:"}, reports: []ID{Password}, find: findPasswordFile},
	{literals: []string{"SETUSER ", " on >"}, reports: []ID{Password}, find: findUserRule},
}, vendorFinders()...)
