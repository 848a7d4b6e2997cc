// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

func TestPipedPasswords(t *testing.T) {
	const password = "[REDACTED:password]"
	check(t, newEngine(t), []text{
		{"echo hunter2 | kinit bob", "echo " + password + " | kinit bob"},
		{"echo hunter2| kinit bob", "echo " + password + "| kinit bob"},
		{"echo -n 'hunter 2' | passwd --stdin bob", "echo -n '" + password + "' | passwd --stdin bob"},
		{`printf '%s\n' hunter2 | sudo -S ls`, `printf '%s\n' ` + password + ` | sudo -S ls`},
		{"printf '%s' \"hunter2\" | cryptsetup luksOpen /dev/sdb data -", "printf '%s' \"" + password + "\" | cryptsetup luksOpen /dev/sdb data -"},
		{"echo hunter2 | gpg --passphrase-fd 0 -d a.gpg", "echo " + password + " | gpg --passphrase-fd 0 -d a.gpg"},
		{"sudo -S ls <<< 'hunter2'", "sudo -S ls <<< '" + password + "'"},
		{"sudo -S ls <<<hunter2\nexit", "sudo -S ls <<<" + password + "\nexit"},
		{"echo $PW | kinit bob", ""},
		{"sudo -S ls <<< $PW", ""},
		{"echo starting; kinit -k", ""},
		{"echo done | tee log; kinit -k", ""},
		{"echo starting | tee log\nkinit -k", ""},
		{"cat pw | cryptsetup luksOpen /dev/sdb data -", ""},
		{"echo | sudo -S ls", ""},
		{"sudo -S ls\ncat <<< text", ""},
	})
}
