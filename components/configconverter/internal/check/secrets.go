// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/faultline-otel/faultline/internal/confpos"
)

// secretKeys are the settings that upstream's components do not print, and secrets that some of them do
// print. An element of a list is judged by the key of the list.
var secretKeys = []string{
	"access_key", "access_key_secret", "account_token", "api_key", "apikey", "api_token", "auth_token", "bearer_token",
	"client_certificate_key", "client_secret", "connection_string", "hmac_key", "ingestion_key", "instrumentation_key",
	"key_pem", "license_key", "passphrase", "passwd", "password", "secret", "secret_access_key", "secret_key",
	"security_token", "ssh_passphrase", "token", "tokens",
}

// secretHeaders are parts of the names of headers that authenticate a sender.
var secretHeaders = []string{"authorization", "api-key", "api_key", "apikey", "token", "secret", "password", "access-key", "cookie", "license"}

// secretInFile examines what is written in the files, because in the configuration itself variables have been
// replaced by their values.
func secretInFile(c *configuration, report report) {
	walk(c.root, nil, func(keyPath []string, value any) {
		if len(keyPath) == 0 || asString(value) == "" {
			return
		}
		raw, written := confpos.Raw(keyPath...)
		if !written || strings.Contains(raw, "${") || strings.TrimSpace(raw) == "" {
			return
		}
		what := ""
		switch {
		case isSecret(keyPath, c.root):
			what = nameOf(keyPath, c.root)
		case hasPassword(raw):
			what = "the password of a URL"
		default:
			return
		}
		report(fmt.Sprintf("a secret, %s, is written in the file", what),
			"write ${env:NAME} and set that variable, or ${file:/path/of/a/secret}", keyPath...)
	})
}

// withoutSecrets removes the secrets of a component from what upstream says about it.
func (p part) withoutSecrets(message string) string {
	walk(p.settings, nil, func(keyPath []string, value any) {
		if secret := asString(value); len(keyPath) > 0 && len(secret) > 3 && isSecret(keyPath, p.settings) {
			message = strings.ReplaceAll(message, secret, "[secret]")
		}
	})
	return message
}

// nameOf returns the name of a setting. An element of a list has the name of the list, and a header that is
// written as {name, value} the name that is written there.
func nameOf(keyPath []string, root map[string]any) string {
	last := len(keyPath) - 1
	if keyPath[last] == "value" && last > 1 {
		if name := asString(asMap(follow(root, keyPath[:last]))["name"]); name != "" && keyPath[last-2] == "headers" {
			return name
		}
	}
	if isNumber(keyPath[last]) && last > 0 {
		return keyPath[last-1]
	}
	return keyPath[last]
}

// isSecret reports whether a setting holds a secret.
func isSecret(keyPath []string, root map[string]any) bool {
	key := strings.ToLower(nameOf(keyPath, root))
	if slices.Contains(secretKeys, key) {
		return true
	}
	if key == "inline" && slices.Contains(keyPath, "htpasswd") {
		return true
	}
	return slices.Contains(keyPath, "headers") &&
		slices.ContainsFunc(secretHeaders, func(name string) bool { return strings.Contains(key, name) })
}

// hasPassword reports whether a value is a URL with a password in it.
func hasPassword(value string) bool {
	if !strings.Contains(value, "://") || !strings.Contains(value, "@") {
		return false
	}
	u, err := url.Parse(strings.TrimSpace(value))
	if err != nil || u.User == nil {
		return false
	}
	password, set := u.User.Password()
	return set && password != ""
}
