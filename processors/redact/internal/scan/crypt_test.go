// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

func TestCryptHashes(t *testing.T) {
	const (
		password = "[REDACTED:password]"
		bcrypt   = "$2y$12$Xk9dPaXq2VbNw7cLpRz4yeWxJtGd8hFkQ0sXqT1uEoIaMnBcDfGhK"
		argon2   = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b/dWRWJTmaaJObG"
		sha512   = "$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/"
	)
	check(t, newEngine(t), []text{
		{"values (a, " + bcrypt + ", 2026-11-23)", "values (a, " + password + ", 2026-11-23)"},
		{bcrypt, password},
		{"stored " + argon2 + ".", "stored " + password + "."},
		{"app:" + sha512 + ":20000:0:99999:7:::", "app:" + password + ":20000:0:99999:7:::"},
		{`["digest", "` + bcrypt + `"]`, `["digest", "` + password + `"]`},
		{"WHERE a = $1 AND b = $2a$ or $2b$3", ""},
		{"$2y$12$too-short", ""},
		{"costs US$2a$", ""},
	})
}
