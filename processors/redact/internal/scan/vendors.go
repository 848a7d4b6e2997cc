// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"

	"github.com/faultline-otel/faultline/processors/redact/internal/checkdigit"
)

// vendor is an issuer of credentials that are recognised by their form. Each has a detector of its own, so
// that the metrics tell whose credentials were found.
type vendor struct {
	// name of the detector.
	name string
	// finds completes "Credentials of …".
	finds string
	forms []tokenForm
}

// tokenForm is the form of a credential: a prefix, followed by a number of characters of an alphabet.
type tokenForm struct {
	// prefixes that the form can have, separated by blanks.
	prefixes string
	alphabet alphabet
	// min and max bound the number of characters after the prefix. If more characters of the alphabet follow,
	// it is not a credential. A max of 0 means that there is no upper bound.
	min, max int
	// check, if any, is called with the characters after the prefix, and reports whether they can be those
	// of a credential.
	check func(rest string) bool
	// keep is set if the prefix is not part of the credential, but for example the host of a URL: it is kept.
	keep bool
}

// numVendors is the number of rows of the table below.
const numVendors = 66

// vendors lists the credentials that are found by their form alone. A new form is a new line; a new vendor
// is a line here, one more in numVendors, and a row in the README.
//
// The forms are those that the vendors document. Where they do not, they are those that the secret scanners of code
// hosts use.
var vendors = [numVendors]vendor{
	{"aws", "Amazon Web Services: access key ids, and secret keys next to one", []tokenForm{
		{"AKIA ASIA ABIA ACCA", base32Chars, 16, 16, nil, false},
		{"A3T", upperChars, 17, 17, nil, false},
		{"ABSK", base64Chars, 109, 269, nil, false},
	}},
	{"gcp", "Google Cloud: API keys, OAuth tokens and client secrets", []tokenForm{
		{"AIza", wordChars, 35, 35, nil, false},
		{"ya29.", dottedChars, 20, 0, nil, false},
		{"GOCSPX-", wordChars, 28, 28, nil, false},
		{"1//0", wordChars, 40, 0, isMixed, false},
	}},
	{"azure", "Microsoft Azure: client secrets, keys of accounts and functions", []tokenForm{
		{"AccountKey= SharedAccessKey=", base64Chars, 43, 88, nil, true},
	}},
	{"github", "GitHub", []tokenForm{
		{"ghp_ gho_ ghu_ ghs_ ghr_", alnumChars, 36, 0, nil, false},
		{"github_pat_", wordChars, 40, 0, nil, false},
	}},
	{"gitlab", "GitLab", []tokenForm{
		{"glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- gloas- glsoat- glffct- glrtr-", dottedChars, 20, 0, nil, false},
		{"GR1348941", wordChars, 20, 0, nil, false},
	}},
	{"slack", "Slack: tokens and webhooks", []tokenForm{
		{"xoxa- xoxb- xoxp- xoxo- xoxs- xoxr- xoxe- xoxc- xoxd- xapp-", wordChars, 10, 0, hasDigit, false},
		{"hooks.slack.com/services/ hooks.slack.com/workflows/ hooks.slack.com/triggers/", pathChars, 20, 0, hasDigit, true},
	}},
	{"stripe", "Stripe", []tokenForm{
		{"sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_", alnumChars, 10, 255, nil, false},
		{"whsec_", base64Chars, 20, 0, nil, false},
	}},
	{"openai", "OpenAI", []tokenForm{
		{"sk-", wordChars, 40, 0, func(rest string) bool { return strings.Contains(rest, "T3BlbkFJ") }, false},
		{"sk-proj- sk-svcacct- sk-admin-", wordChars, 40, 0, nil, false},
	}},
	{"anthropic", "Anthropic", []tokenForm{{"sk-ant-", wordChars, 40, 0, nil, false}}},
	{"huggingface", "Hugging Face", []tokenForm{{"hf_ api_org_", alnumChars, 34, 0, isMixed, false}}},
	{"npm", "npm", []tokenForm{{"npm_", alnumChars, 36, 0, nil, false}}},
	{"pypi", "PyPI", []tokenForm{{"pypi-AgEIcHlwaS5vcmc pypi-AgENdGVzdC5weXBpLm9yZw", wordChars, 30, 0, nil, false}}},
	{"sendgrid", "SendGrid", []tokenForm{{"SG.", dottedChars, 66, 66, func(rest string) bool { return strings.IndexByte(rest, '.') == 22 }, false}}},
	{"twilio", "Twilio, with its name in front", []tokenForm{{"SK", hexChars, 32, 32, nil, false}}},
	{"digitalocean", "DigitalOcean", []tokenForm{{"dop_v1_ doo_v1_ dor_v1_", hexChars, 64, 64, nil, false}}},
	{"databricks", "Databricks", []tokenForm{{"dapi", hexChars, 32, 32, nil, false}}},
	{"shopify", "Shopify", []tokenForm{{"shpat_ shpca_ shppa_ shpss_", hexChars, 32, 0, nil, false}}},
	{"vault", "HashiCorp Vault", []tokenForm{{"hvs. hvb. hvr.", wordChars, 24, 0, nil, false}}},
	{"terraform", "HashiCorp Terraform", []tokenForm{{"atlasv1.", wordChars, 60, 0, nil, false}}},
	{"grafana", "Grafana", []tokenForm{
		{"glsa_", wordChars, 41, 41, nil, false},
		{"glc_", base64Chars, 32, 0, nil, false},
		{"eyJrIjoi", base64Chars, 60, 0, nil, false},
	}},
	{"docker", "Docker", []tokenForm{{"dckr_pat_ dckr_oat_", wordChars, 27, 0, nil, false}}},
	{"linear", "Linear", []tokenForm{{"lin_api_ lin_oauth_", alnumChars, 40, 0, nil, false}}},
	{"notion", "Notion", []tokenForm{
		{"ntn_", alnumChars, 40, 50, nil, false},
		{"secret_", alnumChars, 43, 43, isMixed, false},
	}},
	{"readme", "ReadMe", []tokenForm{{"rdme_", alnumChars, 70, 0, nil, false}}},
	{"sentry", "Sentry", []tokenForm{
		{"sntrys_", base64Chars, 30, 0, nil, false},
		{"sntryu_ sntrya_ sntryi_", hexChars, 64, 64, nil, false},
	}},
	{"age", "age", []tokenForm{{"AGE-SECRET-KEY-1", upperChars, 58, 58, nil, false}}},
	{"telegram", "Telegram bots", nil},
	{"discord", "Discord: webhooks", []tokenForm{
		{"discord.com/api/webhooks/ discordapp.com/api/webhooks/", pathChars, 60, 0, hasDigit, true},
	}},
	{"teams", "Microsoft Teams: webhooks", []tokenForm{{"webhook.office.com/webhookb2/", pathChars, 60, 0, hasDigit, true}}},
	{"zapier", "Zapier: webhooks", []tokenForm{{"hooks.zapier.com/hooks/catch/", pathChars, 8, 0, hasDigit, true}}},
	{"nvidia", "NVIDIA", []tokenForm{{"nvapi-", wordChars, 40, 0, nil, false}}},
	{"xai", "xAI", []tokenForm{{"xai-", alnumChars, 60, 0, nil, false}}},
	{"groq", "Groq", []tokenForm{{"gsk_", alnumChars, 40, 0, nil, false}}},
	{"openrouter", "OpenRouter", []tokenForm{{"sk-or-v1-", hexChars, 64, 64, nil, false}}},
	{"deepseek", "DeepSeek", []tokenForm{{"sk-", hexChars, 32, 32, nil, false}}},
	{"perplexity", "Perplexity", []tokenForm{{"pplx-", alnumChars, 40, 0, nil, false}}},
	{"replicate", "Replicate", []tokenForm{{"r8_", alnumChars, 37, 37, isMixed, false}}},
	{"langsmith", "LangSmith", []tokenForm{{"lsv2_pt_ lsv2_sk_", wordChars, 43, 43, nil, false}}},
	{"langfuse", "Langfuse", []tokenForm{{"sk-lf-", wordChars, 36, 36, nil, false}}},
	{"atlassian", "Atlassian", []tokenForm{
		{"ATATT3 ATCTT3", wordChars, 60, 0, nil, false},
		{"ATBB", alnumChars, 32, 32, isMixed, false},
	}},
	{"newrelic", "New Relic", []tokenForm{{"NRAK- NRAA- NRII- NRSP- NRRA-", wordChars, 27, 32, nil, false}}},
	{"dynatrace", "Dynatrace", []tokenForm{{"dt0c01. dt0s01. dt0s02.", dottedChars, 80, 95, nil, false}}},
	{"honeycomb", "Honeycomb", []tokenForm{{"hcaik_ hcaic_ hcalk_ hcamk_", alnumChars, 40, 64, nil, false}}},
	{"postman", "Postman", []tokenForm{{"PMAK-", wordChars, 59, 59, nil, false}}},
	{"pulumi", "Pulumi", []tokenForm{{"pul-", hexChars, 40, 40, nil, false}}},
	{"planetscale", "PlanetScale", []tokenForm{{"pscale_tkn_ pscale_pw_ pscale_oauth_", dottedChars, 32, 64, nil, false}}},
	{"supabase", "Supabase", []tokenForm{
		{"sbp_", hexChars, 40, 40, nil, false},
		{"sb_secret_", wordChars, 20, 0, hasDigit, false},
	}},
	{"sonar", "SonarQube", []tokenForm{{"sqp_ squ_ sqa_", hexChars, 40, 40, nil, false}}},
	{"rubygems", "RubyGems", []tokenForm{{"rubygems_", hexChars, 48, 48, nil, false}}},
	{"nuget", "NuGet", []tokenForm{{"oy2", alnumChars, 43, 43, hasDigit, false}}},
	{"doppler", "Doppler", []tokenForm{{"dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.", dottedChars, 40, 64, nil, false}}},
	{"onepassword", "1Password", []tokenForm{{"ops_eyJ", base64Chars, 200, 0, nil, false}}},
	{"buildkite", "Buildkite", []tokenForm{{"bkua_", hexChars, 40, 40, nil, false}}},
	{"circleci", "CircleCI", []tokenForm{{"CCIPAT_ CCIPRJ_", wordChars, 40, 0, nil, false}}},
	{"tailscale", "Tailscale", []tokenForm{{"tskey-", wordChars, 20, 0, hasDigit, false}}},
	{"fly", "Fly.io", []tokenForm{{"fo1_", wordChars, 43, 43, nil, false}, {"fm1r_ fm2_", base64Chars, 100, 0, nil, false}}},
	{"heroku", "Heroku", []tokenForm{{"HRKU-", wordChars, 36, 0, hasDigit, false}}},
	{"figma", "Figma", []tokenForm{{"figd_", wordChars, 40, 0, nil, false}}},
	{"square", "Square", []tokenForm{{"sq0atp- sq0csp- sq0idp-", wordChars, 22, 0, nil, false}}},
	{"brevo", "Brevo", []tokenForm{{"xkeysib-", wordChars, 81, 81, nil, false}}},
	{"shippo", "Shippo", []tokenForm{{"shippo_live_ shippo_test_", hexChars, 40, 40, nil, false}}},
	{"prefect", "Prefect", []tokenForm{{"pnu_ pnb_", alnumChars, 36, 36, nil, false}}},
	{"typeform", "Typeform", []tokenForm{{"tfp_", wordChars, 59, 0, nil, false}}},
	{"jfrog", "JFrog Artifactory", []tokenForm{
		{"AKCp", alnumChars, 69, 69, nil, false},
		{"cmVmdGtu", alnumChars, 56, 56, nil, false},
	}},
	{"openshift", "OpenShift", []tokenForm{{"sha256~", wordChars, 43, 43, nil, false}}},
	{"octopus", "Octopus Deploy", []tokenForm{{"API-", upperChars, 26, 32, hasDigit, false}}},
}

// firstVendor is the ID of the first vendor; the others follow in the order of the table.
const firstVendor = ID(numNamed)

// The vendors that finders other than findToken report for.
var (
	awsID      = vendorID("aws")
	azureID    = vendorID("azure")
	telegramID = vendorID("telegram")
	twilioID   = vendorID("twilio")
)

// vendorID returns the ID of the vendor with a name, which must be in the table.
func vendorID(name string) ID {
	for i := range vendors {
		if vendors[i].name == name {
			return firstVendor + ID(i)
		}
	}
	panic("no vendor " + name)
}

// withVendors returns the detectors with those of the vendors behind them.
func withVendors(named [numDetectors]Detector) [numDetectors]Detector {
	for i := range vendors {
		named[int(firstVendor)+i] = Detector{vendors[i].name, Secrets, Issued, "credentials of " + vendors[i].finds}
	}
	return named
}

// vendorFinders returns one finder for each form of a credential. The engine looks for all their prefixes at
// once.
func vendorFinders() []finder {
	var all []finder
	for i := range vendors {
		id := firstVendor + ID(i)
		for j := range vendors[i].forms {
			form := &vendors[i].forms[j]
			for prefix := range strings.FieldsSeq(form.prefixes) {
				all = append(all, finder{
					literals: []string{prefix},
					inside:   true,
					reports:  []ID{id},
					find:     func(s *Scanner, at int) { s.findToken(at, prefix, form, id) },
				})
			}
		}
	}
	return all
}

// findToken checks for a credential whose prefix stands at index at.
func (s *Scanner) findToken(at int, prefix string, form *tokenForm, id ID) {
	t := s.text
	if n := len(s.found); at < s.floor && (n == 0 || s.found[n-1].start != at) {
		return // in the last match; a credential that starts with that match is still read, because it may name it
	}
	if at+githubToken <= len(t) && t[at] == 'g' && checkdigit.GitHubToken(t[at:at+githubToken]) {
		// The checksum proves it, whatever stands around it.
		s.add(span{start: at, end: at + githubToken, detector: id})
		return
	}
	start := at + len(prefix)
	if !wordStarts(t, at) || start == len(t) || !form.alphabet.has(t[start]) {
		return
	}
	end := s.runEnd(form.alphabet, start)
	n := end - start
	if n < form.min || form.max > 0 && n > form.max || !wordEnds(t, end) || s.e.placeholderAt(t, start) {
		return
	}
	if form.check != nil && !form.check(t[start:min(end, start+maxChecked)]) || id == twilioID && !s.isNear("twilio", at) {
		return
	}
	if form.alphabet&base64Bit != 0 {
		padding := end
		for n := 0; n < 2 && end < len(t) && t[end] == '='; n++ {
			end++
		}
		if end > padding && end < len(t) && t[end] == '_' { // the second part of a Sentry token follows
			end = s.runEnd(form.alphabet, end)
		}
	}
	from := at
	if form.keep {
		from = start
	}
	s.add(span{start: from, end: end, detector: id})
	if id == awsID {
		s.addSecretKeys(at)
	}
}

const (
	// githubToken is the length of a token of GitHub with a checksum.
	githubToken = 40
	// maxChecked bounds how many bytes are passed to a check.
	maxChecked = 256
)

// isNear reports whether a word stands close enough in front of index at to say something about what is there.
func (s *Scanner) isNear(word string, at int) bool {
	before := s.text[s.horizon(at):at]
	for i := 0; i+len(word) <= len(before); i++ {
		if hasPrefixFold(before[i:], word) {
			return true
		}
	}
	return false
}

// findTelegram checks for the token of a Telegram bot: the number of the bot, and after the colon 35
// characters that start with AA. at is the index of the colon.
func findTelegram(s *Scanner, at int) {
	t := s.text
	start := at
	for start > 0 && at-start < 11 && isASCIIDigit(t[start-1]) {
		start--
	}
	end := at + 1
	for end < len(t) && end-at <= 36 && wordChars.has(t[end]) {
		end++
	}
	if n := at - start; n < 8 || n > 10 || end-at != 36 || !wordEnds(t, end) || !wordStarts(t, start) && (!strings.HasSuffix(t[:start], "bot") || !wordStarts(t, start-len("bot"))) {
		return
	}
	s.add(span{start: start, end: end, detector: telegramID})
}

// findAzureSecret checks for a client secret of Microsoft Entra: three characters, a digit, Q~ at index at,
// and 31 to 34 more characters.
func findAzureSecret(s *Scanner, at int) {
	t := s.text
	isPart := func(c byte) bool { return dottedChars.has(c) || c == '~' }
	start, end := at-4, at+2
	if start < 0 || !isASCIIDigit(t[at-1]) || !isPart(t[start]) || !isPart(t[start+1]) || !isPart(t[start+2]) || !wordStarts(t, start) {
		return
	}
	for end < len(t) && end-at < 2+35 && isPart(t[end]) {
		end++
	}
	if n := end - at - 2; n < 31 || n > 34 {
		return
	}
	s.add(span{start: start, end: end, detector: azureID})
}

// Bounds for the secret access key of AWS, which has no prefix: it is looked for near an access key id.
const (
	secretKeyReach   = 256
	secretKeyLength  = 40
	secretKeyEntropy = 0.8
)

// addSecretKeys adds all that looks like a secret access key near the access key ID at index at.
func (s *Scanner) addSecretKeys(at int) {
	t := s.text
	i, to := max(s.secretKeysEnd, at-secretKeyReach), min(len(t), at+secretKeyReach)
	for i < to {
		from := i
		for i < len(t) && i-from <= secretKeyLength && isBase64(t[i]) {
			i++
		}
		if i-from == secretKeyLength && (from == 0 || !isBase64(t[from-1])) && isSecretKey(t[from:i]) {
			s.add(span{start: from, end: i, detector: awsID})
		}
		for i < to && isBase64(t[i]) {
			i++
		}
		i++
	}
	s.secretKeysEnd = max(s.secretKeysEnd, i)
}

func isBase64(c byte) bool { return isAlnum(c) || c == '+' || c == '/' }

// isSecretKey reports whether v looks random, unlike a path, a hash or an identifier.
func isSecretKey(v string) bool {
	small, capital, digit := false, false, false
	for i := range len(v) {
		small, capital, digit = small || isLower(v[i]), capital || isUpper(v[i]), digit || isASCIIDigit(v[i])
	}
	return small && capital && digit && checkdigit.NormalizedEntropy(v) >= secretKeyEntropy
}
