// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWords(t *testing.T) {
	for key, want := range map[string]string{
		"db.userPassword":  "db user password",
		"DB_USER_PASSWORD": "db user password",
		"db-user-password": "db user password",
		"db/user password": "db user password",
		"DBPassword":       "db password",
		"APIKey":           "api key",
		"userAPIKey2":      "user api key 2",
		"oauth2_token":     "oauth 2 token",
		"mañana":           "mañana",
		"":                 "",
		"...":              "",
		"A":                "a",
		"aB":               "a b",
	} {
		assert.Equal(t, want, spell(key), key)
	}
}

func TestKeyVerdicts(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for id, keys := range map[ID]string{
		Password: `password PASSWORD Password db.password userPassword user_password passwd pwd DB_PWD mysql.pwd
			passphrase sshPassphrase pass db_pass pass_word_pass passwordHash password1 password_confirmation
			http.request.body.password PGPASSWORD passcode DBPassword dbPassword sslkeypassword dbpw db_pw passCode`,
		Secret: `secret client_secret clientSecret token access_token accessToken refreshToken idToken auth.token
			api_key apiKey APIKey apikey x-api-key http.request.header.x-api-key access_key secretAccessKey private_key
			credential credentials sessionId session_id JSESSIONID connection_string ConnectionString otp user.pin
			mfa_code pin_code csrf_token next_page_token hmacKey session_key X-Functions-Key APP_KEY authCode
			backup_codes .dockerconfigjson`,
		CVV:    `cvv CVV2 card.cvc card_security_code csc cardCid`,
		Bearer: `authorization Authorization http.request.header.authorization proxy-authorization bearer`,
		None: `name user.name password_length passwordPolicy password.type password_reset_url token_type tokenCount
			token_limit tokens gen_ai.usage.input_tokens gen_ai.token.type tokens_per_second access_key_id secret.name secretVersion
			aws.secretsmanager.secret.arn author authority author_id keyboard key primary_key foreignKey sort_key partition.key
			cache_key public_key PublicKeyToken tokenizer bypass compass passed passenger pass_rate pinned spinner pin_count
			cvv_status otp_enabled session.id session.previous_id messaging.kafka.message.key feature_flag.key
			authorization_url authorization.status code.function.name code.file.path error.fingerprint exception.stacktrace
			token_expiry tokenExpiresAt tokenTtl password_file passwords_total
			llm.token_count.prompt llm.token_count.prompt_details.cache_read token_usage.input token.bucket.capacity
			aspnetcore.identity.password_check_result aspnetcore.identity.token_purpose aspnetcore.identity.token_verified
			authorization.k8s.io/decision authorization.outcome delegation.token.max.lifetime.ms password_encryption
			accessTokenLifespan passwordReusePrevention PasswordLastChanged access_key_1_last_rotated access_key_1_last_used_region
			k8s.pod.annotation.checksum/secret vault.hashicorp.com/agent-inject-secret-db secret.reloader.stakater.com/reload
			token_policies passwordFrom session.keys app.keys secret.namespace secret_engine api_key_prefix XDG_SESSION_ID jwt.token.validity`,
	} {
		for key := range strings.FieldsSeq(keys) {
			assert.Equal(t, Detectors[id].Name, Detectors[s.Key(key).Context.detector].Name, key)
		}
	}
}

func TestListedKeys(t *testing.T) {
	e := newEngine(t, func(o *Options) {
		o.RedactKeys = []string{"customer name", "iban", "address2", "public_key"}
		o.KeepKeys = []string{"page_token", "Idempotency Token"}
	})
	s := e.Scanner()
	defer s.Release()
	for key, want := range map[string]ID{
		"customerName":      ListedKey,
		"customer_name":     ListedKey,
		"customer.name.raw": ListedKey,
		"customer":          None,
		"customer_id_name":  None,
		"iban":              ListedKey,
		"iban_count":        ListedKey, // what the user lists is not second-guessed
		"address_2":         ListedKey,
		"address":           None,
		"public_key":        ListedKey,
		"nextPageToken":     None,
		"idempotency-token": None,
		"access_token":      Secret,
	} {
		assert.Equal(t, want, s.Key(key).Context.detector, key)
	}
	check(t, e, []text{
		{"customer_name=ann x=1", "customer_name=[REDACTED:key] x=1"},
		{`{"customerName":"ann b"}`, `{"customerName":"[REDACTED:key]"}`},
		{"page_token=abc", ""},
		{"page_token=bob@example.com", "page_token=[REDACTED:email]"},
	})
}

func TestWholeValues(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, c := range []struct{ key, in, want string }{
		{"password", "hunter2", "[REDACTED:password]"},
		{"password", "two words and {\"json\":1}", "[REDACTED:password]"},
		{"password", "x y", "[REDACTED:password]"},
		{"password", "", ""},
		{"password", "null", "null"},
		{"password", "***", "***"},
		{"password", "[REDACTED:password]", "[REDACTED:password]"},
		{"password", "[REDACTED:secret]", "[REDACTED:secret]"},
		{"password", "[hunter2]", "[REDACTED:password]"},
		{"password", `["hunter2"]`, "[REDACTED:password]"},
		{"password", "<unset>", "<unset>"},
		{"password", "${ENV}", "${ENV}"},
		{"token_type", "bob@example.com", "[REDACTED:email]"},
		{"authorization", "Bearer abc", "Bearer [REDACTED:bearer]"},
		{"authorization", "Basic YTpi", "Basic [REDACTED:bearer]"},
		{"authorization", "abc", "[REDACTED:bearer]"},
		{"authorization", "Bearer", "[REDACTED:bearer]"},
		{"authorization", "Bearer [REDACTED:bearer]", "Bearer [REDACTED:bearer]"},
		{"cvv", "123", "[REDACTED:cvv]"},
		{"cvv", "n/a", "n/a"},
		{"pin", "12345678", "[REDACTED:secret]"},
		{"pin", "123456789", "123456789"},
		{"pass", "12", "12"},
		{"session.previousSessionId", "881233123", "881233123"},
		{"session_id", "8812331234567890", "[REDACTED:secret]"},
		{"http.request.header.set-cookie", `["sid=7089da6e; Path=/; Secure"]`, `["sid=[REDACTED:cookie]; Path=/; Secure"]`},
		{"secretId", "prod/payments/db2", "prod/payments/db2"},
		{"SecretID", "ce204bb3-403b-45a5-96a3-ea59f613f0ba", "[REDACTED:secret]"},
	} {
		got, changed := s.Value(c.in, s.Key(c.key).Context)
		assert.Equal(t, c.want, got, "%s: %s", c.key, c.in)
		assert.Equal(t, c.want != c.in, changed, "%s: %s", c.key, c.in)
	}
}

func TestContextUnder(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	context := func(path ...string) Context {
		var c Context
		for _, key := range path {
			c = s.Key(key).Context.Under(c)
		}
		return c
	}
	assert.Equal(t, Secret, context("credentials", "value").detector)
	assert.Equal(t, Password, context("credentials", "password").detector)
	assert.Equal(t, None, context("token", "type").detector)
	assert.Equal(t, Secret, context("token", "a", "b").detector)
	assert.Equal(t, Password, context("auth", "password", "").detector)
	assert.NotZero(t, context("card", "number").flags&cardWord)
}

func TestKeysAreMasked(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	k := s.Key("visits of bob@example.com")
	assert.Equal(t, "visits of [REDACTED:email]", k.Name)
	assert.Equal(t, []Match{{Detector: Email, Start: 10, End: 25}}, k.Matches)
	assert.Equal(t, "password", s.Key("password").Name)
	long := strings.Repeat("a.", 200)
	assert.Equal(t, long, s.Key(long).Name)
	assert.Equal(t, None, s.Key(long).Context.detector)
	assert.Equal(t, Password, s.Key(long+"password").Context.detector)
}

// TestKeyCache fills the cache many times over from several goroutines.
func TestKeyCache(t *testing.T) {
	e := newEngine(t)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			s := e.Scanner()
			defer s.Release()
			for i := range 4 * keyCacheSize {
				want := None
				name := fmt.Sprintf("attribute %d", (g+1)*i)
				if i%3 == 0 {
					want = Password
					name = fmt.Sprintf("key%d password", i)
				}
				if k := s.Key(name); k.Context.detector != want || k.Name != name {
					t.Errorf("%q has the verdict %v", name, k)
				}
			}
		})
	}
	wg.Wait()
	require.NotNil(t, e.Scanner())
}
