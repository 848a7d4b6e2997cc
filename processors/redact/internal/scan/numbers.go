// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"

	"github.com/faultline-otel/faultline/processors/redact/internal/checkdigit"
)

// numberKind is one kind of number that identifies a person, an account or a device.
//
// In forms and free, 9 stands for a digit, A for a letter, X for either, and _ for one of the separators of
// boundary.go, the same one throughout a number; any other character stands for itself.
type numberKind struct {
	detector ID
	// keywords are the words, in a key or in front of the number, that tell that it is of this kind.
	keywords []string
	// forms are the forms that need a keyword, free those that do not.
	forms, free []string
	// check reports whether the digits and letters of a number, in upper case and without separators, are valid.
	// nil accepts all.
	check func(number string) bool
	// weak is set if check proves little: then a number that a hyphen joins to more letters or digits is left alone.
	weak bool
}

// numberKinds lists every number that is found by form, check digit and keyword. To add one, add its
// detector to detectors.go and a line here. A kind without forms has its own finder, which uses the keywords.
var numberKinds = []numberKind{
	// Finance.
	{detector: IBAN, keywords: words("iban", "international bank account number", "kontonummer", "bank account", "konto")},
	{
		detector: RoutingNumber, keywords: words("routing", "routing number", "aba", "rtn", "transit number"),
		forms: words("999999999", "9999_9999_9", "999_999_999"), check: checkdigit.ABA,
	},
	{
		detector: BankAccount, weak: true,
		keywords: words("account number", "account no", "acct number", "acct no", "acct num", "account num", "bank account", "accountnumber",
			"口座番号", "银行账号", "银行卡号", "账号", "계좌번호", "kontonummer", "numero de cuenta", "número de cuenta", "numéro de compte"),
		forms: words("999999", "9999999", "99999999", "999999999", "9999999999", "99999999999", "999999999999", "9999999999999",
			"99999999999999", "999999999999999", "9999999999999999", "99999999999999999"),
	},
	// United States.
	{
		detector: SSN, weak: true,
		keywords: words("ssn", "ref sy", "social security", "social security number", "social security no", "socialsecuritynumber", "socsec", "ss number"),
		forms:    words("999999999", "999_99_9999"), free: words("999-99-9999"), check: checkdigit.SSN,
	},
	{
		detector: ITIN, weak: true,
		keywords: words("itin", "individual taxpayer identification number", "taxpayer id", "taxpayer identification number", "tin"),
		forms:    words("999999999", "999_99_9999"), free: words("999-99-9999"), check: checkdigit.ITIN,
	},
	{
		detector: EIN, weak: true,
		keywords: words("ein", "fein", "ref ei", "employer identification number", "employer id number", "federal tax id"),
		forms:    words("99-9999999"), check: isEIN,
	},
	{detector: NPI, keywords: words("npi", "nm1", "national provider identifier", "provider id", "national provider"), forms: words("9999999999"), check: checkdigit.NPI},
	{detector: DEA, keywords: words("dea"), forms: words("AA9999999", "A99999999"), check: checkdigit.DEA},
	{detector: MBI, weak: true, keywords: words("mbi", "nm1", "subscriber id", "member id", "medicare", "medicare beneficiary", "beneficiary"), forms: words("9AX9AX9AA99"), free: words("9AX9-AX9-AA99"), check: checkdigit.MBI},
	{detector: VIN, keywords: words("vin", "vehicle identification number", "chassis", "fahrgestellnummer", "車台番号", "车架号"), forms: vinForms(), check: checkdigit.VIN},
	// Japan.
	{
		detector: MyNumber, keywords: words("my number", "mynumber", "individual number", "kojin bango", "個人番号", "マイナンバー"),
		forms: words("999999999999", "9999_9999_9999"), check: checkdigit.JapanMyNumber,
	},
	{detector: PensionNumber, weak: true, keywords: words("pension number", "basic pension number", "nenkin", "基礎年金番号", "年金番号", "年金手帳"), forms: words("9999999999", "9999_999999"), check: checkdigit.JapanPensionNumber},
	{detector: ResidenceCard, weak: true, keywords: words("residence card", "residence card number", "zairyu", "在留カード", "在留カード番号"), forms: words("AA99999999AA"), check: checkdigit.JapanResidenceCard},
	{
		detector: InsuranceNumber, weak: true,
		keywords: words("insurance number", "insured number", "policy holder number", "health insurance number", "insurance id", "被保険者番号", "保険者番号", "保険番号", "保険証番号", "記号番号"),
		forms:    words("99999999", "999999999", "9999999999", "99999999999", "AAA999999999", "A999999999"),
	},
	// Asia.
	{detector: Aadhaar, keywords: words("aadhaar", "aadhar", "adhaar", "uidai", "uid", "आधार"), forms: words("999999999999", "9999_9999_9999"), check: checkdigit.IndiaAadhaar},
	{detector: IndiaPAN, keywords: words("pan", "permanent account number", "pan card", "income tax"), forms: words("AAAAA9999A"), check: checkdigit.IndiaPAN},
	{
		detector: ChinaID, keywords: words("身份证", "身份證", "公民身份号码", "证件号", "china id", "resident identity card", "shenfenzheng", "sfz", "id card", "idcard", "identity card", "id number", "id no", "national id", "resident id", "citizen id"),
		forms: words("999999999999999999"), free: words("99999999999999999A"), check: checkdigit.ChinaResidentID,
	},
	{detector: ChinaID, free: words("999999999999999999"), check: checkdigit.ChinaResidentIDOfAdult},
	{
		detector: KoreaRRN, weak: true, keywords: words("rrn", "resident registration", "resident registration number", "jumin", "주민등록번호", "주민번호", "외국인등록번호"),
		forms: words("9999999999999", "999999_9999999"), free: words("999999-9999999"), check: koreaRRN,
	},
	{detector: NRIC, keywords: words("nric", "fin", "singapore id", "identity card", "ic number"), forms: words("A9999999A"), check: checkdigit.SingaporeNRIC},
	{detector: ThaiID, keywords: words("thai id", "thai national id", "thailand id", "national id", "id card", "citizen id", "id number", "บัตรประชาชน", "ตัวประชาชน"), forms: words("9999999999999", "9_9999_99999_99_9"), check: checkdigit.ThailandID},
	{detector: TaiwanID, keywords: words("taiwan id", "national id", "id number", "id no", "身分證", "身份證", "統一編號", "居留證"), forms: words("A999999999", "AA99999999"), check: checkdigit.TaiwanID},
	{detector: HongKongID, keywords: words("hkid", "hong kong id", "hk id", "身份證", "香港身份證"), forms: words("A9999999", "A999999A", "A999999(9)", "A999999(A)"), check: checkdigit.HongKongHKID},
	{detector: MalaysiaID, weak: true, keywords: words("mykad", "my kad", "malaysia id", "kad pengenalan", "no kp", "nric", "ic number"), forms: words("999999999999", "999999_99_9999"), check: checkdigit.MalaysiaNRIC},
	{detector: IndonesiaNIK, weak: true, keywords: words("nik", "ktp", "nomor induk kependudukan"), forms: words("9999999999999999"), check: checkdigit.IndonesiaNIK},
	{detector: IsraelID, keywords: words("teudat zehut", "israeli id", "israel id", "mispar zehut", "תעודת זהות", "מספר זהות"), forms: words("999999999"), check: checkdigit.IsraelID},
	{detector: TurkeyID, keywords: words("tckn", "tc kimlik", "tc kimlik no", "kimlik", "kimlik no", "kimlik numarası", "kimlik numarasi", "turkish id"), forms: words("99999999999"), check: checkdigit.TurkeyTCKN},
	// Americas, Africa, Oceania.
	{detector: CPF, keywords: words("cpf", "cadastro de pessoas", "cadastro de pessoas físicas"), forms: words("99999999999"), free: words("999.999.999-99"), check: checkdigit.BrazilCPF},
	{detector: CNPJ, keywords: words("cnpj", "cadastro nacional"), forms: words("99999999999999"), free: words("99.999.999/9999-99"), check: checkdigit.BrazilCNPJ},
	{detector: SIN, keywords: words("sin", "social insurance", "social insurance number", "numéro d'assurance sociale", "assurance sociale", "nas"), forms: words("999999999", "999_999_999"), check: checkdigit.CanadaSIN},
	{detector: MexicoCURP, keywords: words("curp", "clave única", "clave unica"), forms: words("AAAA999999AAAAAAX9"), check: checkdigit.MexicoCURP},
	{detector: ArgentinaCUIT, keywords: words("cuit", "cuil"), forms: words("99999999999", "99_99999999_9"), check: checkdigit.ArgentinaCUIT},
	{detector: ChileRUT, keywords: words("rut", "run"), forms: words("99.999.999-X", "9.999.999-X", "99999999-X", "9999999-X"), check: checkdigit.ChileRUT},
	{detector: ColombiaNIT, keywords: words("nit"), forms: words("9999999999", "999999999-9", "999.999.999-9"), check: checkdigit.ColombiaNIT},
	{detector: ZAID, keywords: words("south african id", "south african id number", "sa id", "sa id number", "rsa id", "za id", "id number", "id no", "identity number", "national id"), forms: words("9999999999999", "999999_9999_999", "999999_9999_99_9"), check: checkdigit.SouthAfricaID},
	{detector: TFN, keywords: words("tfn", "tax file", "tax file number"), forms: words("999999999", "999_999_999"), check: checkdigit.AustraliaTFN},
	{detector: MedicareAU, keywords: words("medicare", "medicare number", "medicare card"), forms: words("9999999999", "99999999999", "9999_99999_9_9", "9999_99999_9"), check: checkdigit.AustraliaMedicare},
	{detector: NZIRD, keywords: words("ird", "ird number", "inland revenue"), forms: words("999999999", "99999999", "999_999_999", "99_999_999"), check: checkdigit.NewZealandIRD},
	// United Kingdom.
	{detector: NINO, weak: true, keywords: words("nino", "ni number", "national insurance", "national insurance number"), free: words("AA999999A", "AA_99_99_99_A"), check: checkdigit.UKNINO},
	{detector: NHS, keywords: words("nhs", "nhs number", "nhs no"), forms: words("9999999999", "999_999_9999"), check: checkdigit.UKNHS},
	// European Union and its neighbours.
	{detector: EUNationalID, keywords: words("steuer id", "steueridentifikationsnummer", "steuernummer", "steuerid", "idnr", "tax id", "steuerliche identifikationsnummer"), forms: words("99999999999", "99_999_999_999"), check: checkdigit.GermanyTaxID},
	{detector: EUNationalID, keywords: words("dni", "nif", "documento nacional", "documento de identidad"), forms: words("99999999A", "99999999-A", "99.999.999-A"), check: checkdigit.SpainDNI},
	{detector: EUNationalID, keywords: words("nie", "nif", "extranjero"), forms: words("A9999999A", "A-9999999-A"), check: checkdigit.SpainNIE},
	{detector: EUNationalID, keywords: words("pesel"), forms: words("99999999999"), check: checkdigit.PolandPESEL},
	{detector: EUNationalID, keywords: words("bsn", "burgerservicenummer", "sofinummer", "sofi"), forms: words("999999999", "9999_99_999", "999_999_999", "999_99_999_9"), check: checkdigit.NetherlandsBSN},
	{
		detector: EUNationalID, keywords: words("nir", "insee", "sécurité sociale", "securite sociale", "numéro de sécu", "numero de secu", "numéro sécu", "carte vitale"),
		forms: words("999999999999999", "999999A99999999", "9_99_99_99_999_999_99", "9_99_99_9A_999_999_99", "9999999999999_99"), check: checkdigit.FranceNIR,
	},
	{detector: EUNationalID, keywords: words("codice fiscale", "codicefiscale", "cf"), forms: words("AAAAAA99A99A999A"), check: checkdigit.ItalyCodiceFiscale},
	{detector: EUNationalID, keywords: words("personnummer", "samordningsnummer", "personnr"), forms: words("9999999999", "999999999999", "999999-9999", "99999999-9999", "999999+9999"), check: checkdigit.SwedenPersonnummer},
	{detector: EUNationalID, keywords: words("hetu", "henkilötunnus", "henkilotunnus", "personbeteckning"), forms: words("999999A999X", "999999-999X", "999999-9999", "999999+999X", "999999+9999"), check: finlandHetu},
	{detector: EUNationalID, weak: true, keywords: words("cpr", "cpr nummer", "cprnummer", "personnummer"), forms: words("9999999999", "999999-9999"), check: checkdigit.DenmarkCPR},
	{detector: EUNationalID, keywords: words("fødselsnummer", "fodselsnummer", "fødselsnr", "fodselsnr", "fnr", "personnummer"), forms: words("99999999999", "999999_99999"), check: checkdigit.NorwayFodselsnummer},
	{detector: EUNationalID, keywords: words("rijksregister", "rijksregisternummer", "rijksregisternr", "registre national", "numéro national", "insz", "niss"), forms: words("99999999999", "99.99.99-999.99"), check: checkdigit.BelgiumNationalNumber},
	{detector: EUNationalID, keywords: words("nif", "contribuinte", "número de contribuinte"), forms: words("999999999", "999_999_999"), check: checkdigit.PortugalNIF},
	{detector: EUNationalID, keywords: words("pps", "ppsn", "pps number", "personal public service"), forms: words("9999999A", "9999999AA"), check: checkdigit.IrelandPPS},
	{detector: EUNationalID, keywords: words("svnr", "sozialversicherungsnummer", "sv nummer", "versicherungsnummer"), forms: words("9999999999", "9999_999999"), check: checkdigit.AustriaSVNR},
	{detector: EUNationalID, keywords: words("ahv", "avs", "ahv nummer", "ahvn13", "sozialversicherungsnummer"), forms: words("9999999999999"), free: words("999.9999.9999.99"), check: checkdigit.SwitzerlandAHV},
	{detector: EUNationalID, keywords: words("rodné číslo", "rodne cislo", "rodné", "birth number"), forms: words("9999999999", "999999999", "999999/9999", "999999/999"), check: checkdigit.CzechBirthNumber},
	{detector: EUNationalID, keywords: words("cnp", "cod numeric personal"), forms: words("9999999999999"), check: checkdigit.RomaniaCNP},
	{detector: EUNationalID, keywords: words("egn", "егн"), forms: words("9999999999"), check: checkdigit.BulgariaEGN},
	{detector: EUNationalID, keywords: words("oib"), forms: words("99999999999"), check: checkdigit.CroatiaOIB},
	{detector: EUNationalID, keywords: words("emšo", "emso", "jmbg"), forms: words("9999999999999"), check: checkdigit.SloveniaEMSO},
	{detector: EUNationalID, keywords: words("afm", "αφμ"), forms: words("999999999"), check: checkdigit.GreeceAFM},
	{detector: EUNationalID, keywords: words("amka", "αμκα"), forms: words("99999999999"), check: checkdigit.GreeceAMKA},
	{detector: EUNationalID, keywords: words("taj", "taj szám", "taj szam"), forms: words("999999999", "999_999_999"), check: checkdigit.HungaryTAJ},
	{detector: EUNationalID, keywords: words("adóazonosító", "adoazonosito", "adóazonosító jel"), forms: words("9999999999"), check: checkdigit.HungaryTaxID},
	{detector: EUNationalID, keywords: words("személyi szám", "szemelyi szam"), forms: words("99999999999", "9_999999_9999"), check: checkdigit.HungaryPersonalID},
	{detector: EUNationalID, keywords: words("isikukood"), forms: words("99999999999"), check: checkdigit.EstoniaIsikukood},
	{detector: EUNationalID, keywords: words("asmens kodas"), forms: words("99999999999"), check: checkdigit.LithuaniaAsmensKodas},
	{detector: EUNationalID, keywords: words("personas kods"), forms: words("99999999999", "999999-99999"), check: checkdigit.LatviaPersonasKods},
	{
		detector: EUVAT, keywords: words("vat", "vat number", "vat id", "vat no", "ust id", "ust idnr", "ustid", "umsatzsteuer", "tva", "iva", "btw", "moms", "nif", "p iva", "partita iva"),
		forms: words("AA9999999", "AA99999999", "AA999999999", "AA9999999999", "AA99999999999", "AA999999999999", "AAA99999999", "AAA9999999A", "AA99999999A", "AA9999999A", "AA9999999AA", "AAAA999999999", "AA9A999999999", "AAA9999999999", "AA999999999A99"), check: checkdigit.EUVAT,
	},
	// Documents and records.
	{
		detector: Passport, weak: true,
		keywords: words("passport", "passport number", "passport no", "passeport", "reisepass", "pasaporte", "passaporto", "paspoort", "passaporte", "paszport", "paszportu", "passnummer", "паспорт", "паспорта", "جواز السفر", "旅券番号", "旅券", "パスポート", "パスポート番号", "护照", "護照", "여권"),
		forms:    words("99999999", "999999999", "A999999", "A9999999", "A99999999", "AA999999", "AA9999999", "AAA999999", "99AA99999", "9999 999999"),
	},
	{
		detector: DriverLicence, weak: true,
		keywords: words("driver license", "driver licence", "drivers license", "drivers licence", "driver's license", "driver's licence", "driving license", "driving licence", "dl number", "licence number", "license number",
			"führerschein", "fuhrerschein", "permis de conduire", "運転免許", "運転免許証", "免許証番号", "驾驶证", "운전면허"),
		forms: words("999999999999", "99999999", "999999999", "9999999", "A9999999", "A999999999999", "AAAAA999999AA9AA", "A99999999", "A999_9999_9999", "A9999_99999_99999", "99AA99999"),
	},
	{
		detector: MedicalRecord, weak: true, keywords: words("mrn", "medical record", "medical record number", "patient id", "patient number", "chart number", "カルテ番号", "患者番号", "病历号"),
		forms: words("999999", "9999999", "99999999", "999999999", "9999999999", "A999999", "A9999999", "AAA999999", "AAA9999999", "AAA99999999", "AAA-999999", "AAA-9999999", "AAA-99999999", "AA999999", "AA9999999", "AA-999999", "AA-9999999", "AA-99999999", "AA99999999", "AAAA-999999", "AAAA-9999999", "AAAA-99999999"),
	},
	{
		detector: DateOfBirth, weak: true, keywords: words("date of birth", "dob", "d o b", "dmg d8", "birth date", "birth dt", "birthdate", "birthday", "born", "born on", "dateofbirth", "geburtsdatum", "geboren", "date de naissance", "date naissance", "née le", "né le", "fecha de nacimiento", "fecha nacimiento", "nacido", "nacida", "geb",
			"data di nascita", "data nascita", "data de nascimento", "data nascimento", "nascimento", "geboortedatum", "födelsedatum", "fødselsdato", "syntymäaika", "data urodzenia", "datum narození", "doğum tarihi",
			"дата рождения", "تاريخ الميلاد", "生年月日", "誕生日", "出生日期", "出生年月", "生日", "생년월일", "생일"),
		forms: words("99999999", "9999_99_99", "9999_9_99", "9999_99_9", "9999_9_9", "99_99_9999", "9_99_9999", "99_9_9999", "9_9_9999", "99_99_99",
			"9999/99/99", "9999/9/99", "9999/99/9", "9999/9/9", "99/99/9999", "9/99/9999", "99/9/9999", "9/9/9999",
			"9999年99月99日", "9999年9月99日", "9999年99月9日", "9999年9月9日", "9999년 99월 99일", "9999년 9월 99일", "9999년 99월 9일", "9999년 9월 9일"), check: isBirthDate,
	},
	// Devices.
	{detector: IMEI, keywords: words("imei", "imeisv", "端末識別番号"), forms: words("999999999999999", "99_999999_999999_9"), check: checkdigit.IMEI},
	{detector: IMSI, weak: true, keywords: words("imsi", "supi"), forms: words("99999999999999", "999999999999999")},
	{detector: ICCID, keywords: words("iccid", "sim card", "sim number", "sim serial", "sim"), forms: words("999999999999999999", "9999999999999999999", "99999999999999999999", "9999_9999_9999_9999_999", "9999_9999_9999_9999_9999"), check: checkdigit.ICCID},
	{detector: MAC, keywords: words("mac", "mac address", "macaddress", "hwaddr", "hardware address", "ether", "bssid", "mac addr")},
	{
		detector: Phone, weak: true,
		free: words("999_999_9999", "9_999_999_9999", "(999) 999-9999", "(999)999-9999", "(999) 999 9999", "(999) 999.9999",
			"999-9999-9999", "99-9999-9999", "(99)9999-9999", "(99) 9999-9999", "(999)9999-9999", "(999) 9999-9999",
			"99(9999)9999", "999(9999)9999", "999(999)9999", "9999(99)9999"),
		check: isPhone,
	},
	{detector: Phone, weak: true, free: words("9999-99-9999"), check: isJapanesePhone},
	{
		detector: Phone, keywords: words("phone", "phone number", "phonenumber", "telephone", "tel", "mobile", "mobile number", "cell", "cellphone", "fax", "msisdn", "e164", "subscription id data", "destination addr", "dest addr", "per ic", "whatsapp", "sms", "caller", "callee",
			"handy", "telefon", "telefono", "teléfono", "téléphone", "telefone", "celular", "movil", "móvil", "portable", "tél", "telefonnummer", "mobilnummer", "contact number",
			"mob", "contact no", "handynummer", "rufnummer", "cellulare", "telemóvel", "telemovel", "telefoon", "telefoonnummer", "telepon", "điện thoại", "puhelin", "tlf", "telefonu", "мобильный", "тел", "هاتف", "جوال", "טלפון", "โทรศัพท์", "फ़ोन", "मोबाइल",
			"電話", "携帯", "携帯番号", "電話番号", "ケータイ", "スマホ", "ＴＥＬ", "ファックス", "ＦＡＸ", "联系方式", "連絡先", "电话", "手机", "手机号", "전화", "휴대폰", "연락처", "телефон"),
	},
}

// vinForms returns the forms of vehicle identification numbers: 17 letters and digits, one form for each length, of at
// least four, of the run of digits at the end.
func vinForms() []string {
	var forms []string
	for digits := 4; digits < 17; digits++ {
		forms = append(forms, strings.Repeat("X", 16-digits)+"A"+strings.Repeat("9", digits))
	}
	return forms
}

func words(w ...string) []string { return w }

// nationalIDs are keywords of all identity numbers in Europe, whose check digits tell them from other numbers.
var nationalIDs = words("national id", "national id number", "national identity number", "national identification number", "tax number", "tax identification number", "personal identity number", "personal identification number")

// isEIN reports whether the first two digits of an employer identification number are those of a campus of the US Internal
// Revenue Service. IRM 21.7.13.
func isEIN(number string) bool { return !isOneOf(number[:2], unusedCampuses) }

var unusedCampuses = strings.Fields("00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97")

// koreaRRN checks the shape only: numbers given since October 2020 have no check digit.
func koreaRRN(number string) bool {
	shape, _ := checkdigit.KoreaRRN(number)
	return shape
}

// finlandHetu checks a Finnish personal identity code. Its sign of the century is a hyphen or a plus sign for those born
// before 2000, which number lacks because it has letters and digits only: both are tried.
func finlandHetu(number string) bool {
	if len(number) == 11 {
		return checkdigit.FinlandHetu(number)
	}
	return len(number) == 10 && (checkdigit.FinlandHetu(number[:6]+"-"+number[6:]) || checkdigit.FinlandHetu(number[:6]+"+"+number[6:]))
}
