// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math/bits"
	"slices"
	"strings"
)

// commandReach is how many bytes in front of an option the name of its command is looked for.
const commandReach = 96

// passwordOption is an option of one letter whose value is a password, or a user and a password.
type passwordOption struct {
	letter   byte
	commands []string
	// attached: the value can follow the letter without a blank; apart: with one.
	attached, apart bool
	// userEnd is the byte behind the user in a value such as user:password, of which the user is kept, or 0.
	userEnd byte
	// cookies: the value is a list of cookies, unless it is the name of a file.
	cookies bool
}

// passwordOptions lists the options that take a password on the command line.
var passwordOptions = []passwordOption{
	{letter: 'p', commands: []string{"sshpass"}, attached: true, apart: true},
	{letter: 'p', commands: []string{"mysql", "mariadb"}, attached: true},
	{letter: 'p', commands: []string{"docker login", "podman login", "registry login", "oc login", "az login", "skopeo login", "buildah login", "nerdctl login", "crane auth login", "mongo", "psexec", "PsExec"}, apart: true},
	{letter: 'p', commands: []string{"useradd", "usermod", "twine upload", "cqlsh", "rabbitmqadmin", "beeline"}, apart: true},
	{letter: 'P', commands: []string{"sqlcmd", "bcp "}, attached: true, apart: true},
	{letter: 'p', commands: []string{"7z ", "7za ", "rar "}, attached: true},
	{letter: 'P', commands: []string{"unzip", "zip ", "ipmitool", "mosquitto_"}, apart: true}, //nolint:misspell // The MQTT broker has two t.
	{letter: 'a', commands: []string{"redis-cli", "valkey-cli"}, apart: true},
	{letter: 'a', commands: []string{"http", "xh "}, apart: true, userEnd: ':'},
	{letter: 'w', commands: []string{"ldapsearch", "ldapadd", "ldapmodify", "ldapwhoami"}, attached: true, apart: true},
	{letter: 'u', commands: []string{"curl"}, attached: true, apart: true, userEnd: ':'},
	{letter: 'U', commands: []string{"curl"}, attached: true, apart: true, userEnd: ':'},
	{letter: 'U', commands: []string{"smbclient", "rpcclient"}, attached: true, apart: true, userEnd: '%'},
	{letter: 'N', commands: []string{"ssh-keygen"}, apart: true},
	{letter: 'P', commands: []string{"ssh-keygen"}, apart: true},
	{letter: 'k', commands: []string{"openssl enc", "openssl aes"}, apart: true},
	{letter: 'b', commands: []string{"curl"}, apart: true, cookies: true},
	{letter: 'b', commands: []string{"gh secret set"}, apart: true},
}

// optionsWith has, by their letter, a bit for each of passwordOptions.
var optionsWith = func() (with [256]uint32) {
	for i, o := range passwordOptions {
		with[o.letter] |= 1 << i
	}
	return with
}()

// takes reports whether the value of the option may be attached to its letter, or else stand apart from it.
func (o *passwordOption) takes(attached bool) bool {
	return attached && o.attached || !attached && o.apart
}

// cutUser returns where the password starts in a value in which userEnd, unless that is 0, ends the user in front of it. ok
// is false if there is no user.
func cutUser(value string, userEnd byte) (from int, ok bool) {
	if userEnd == 0 {
		return 0, true
	}
	from = 1 + strings.IndexByte(value[:min(len(value), maxTextKey)], userEnd)
	return from, from > 0
}

// findOption checks for a password in an option of one letter: a blank stands at index at, a hyphen and the
// letter behind it.
func findOption(s *Scanner, at int) {
	t := s.text
	letter := at + len(" -")
	value := skipBlanks(t, letter+1)
	if value >= len(t) {
		return
	}
	attached := value == letter+1
	if t[value] == '-' && !attached {
		return // the next option
	}
	if argument, ok := s.argumentAt(value); ok {
		s.addOption(at, t[letter], attached, argument)
	}
}

// addOption adds what is secret in the value of the option with the letter, if its command stands in front of index at.
func (s *Scanner) addOption(at int, letter byte, attached bool, value item) {
	for options := optionsWith[letter]; options != 0; options &= options - 1 {
		i := bits.TrailingZeros32(options)
		o := &passwordOptions[i]
		if !o.takes(attached) || s.lacksCommand(i) {
			continue
		}
		from, ok := cutUser(s.text[value.start:value.end], o.userEnd)
		if start := value.start + from; ok && start < value.end && s.isCommand(o.commands, at) {
			if !o.cookies {
				s.addMarkup(Context{detector: Password}, start, value.end)
			} else if s.e.enabled[Cookie] && strings.IndexByte(s.text[start:value.end], '=') > 0 {
				s.cookiesEnd = max(s.cookiesEnd, s.addCookies(start, value.end))
			}
			return
		}
	}
}

// pairOptions are the options of several letters whose value is a pair: of a user or the file with a certificate, and the
// password.
var pairOptions = []struct {
	names, commands []string
	file            bool
}{
	{names: []string{"user", "proxy-user"}, commands: []string{"curl", "etcdctl"}},
	{names: []string{"cert", "proxy-cert"}, commands: []string{"curl"}, file: true},
}

// addPairOption adds the password in an option of pairOptions, whose name is t[name:end]. It reports whether it is one.
func (s *Scanner) addPairOption(name, end int) bool {
	t := s.text
	for i := range pairOptions {
		o := &pairOptions[i]
		value := skipBlanks(t, end+1)
		if !isOneOf(t[name:end], o.names) || value >= len(t) || !s.isCommand(o.commands, name) {
			continue
		}
		argument, _ := s.argumentAt(value)
		first := argument.start
		if o.file && argument.end-first > len(`C:\x`) && t[first+1] == ':' {
			first += len("C:") // a drive
		}
		if from, ok := cutUser(t[first:argument.end], ':'); ok && (!o.file || !strings.HasPrefix(t[first:], "pkcs11:")) {
			s.addMarkup(Context{detector: Password}, first+from, argument.end)
		}
		return true
	}
	return false
}

// optionsSeen remembers for each of passwordOptions whether the text contains a command that has it. It is only used in
// texts with many options.
type optionsSeen struct {
	calls         int
	known, absent uint32 // a bit for each option
}

// lacksCommand reports whether the text is known to contain no command that has the option with the given index.
func (s *Scanner) lacksCommand(option int) bool {
	const many = 16
	o := &s.options
	if o.calls++; o.calls < many {
		return false
	}
	bit := uint32(1) << option
	if o.known&bit == 0 {
		o.known |= bit
		if !slices.ContainsFunc(passwordOptions[option].commands, func(c string) bool { return strings.Contains(s.text, c) }) {
			o.absent |= bit
		}
	}
	return o.absent&bit != 0
}

// isCommand reports whether one of the commands stands in front of the blank or quote at index at, on the same line.
func (s *Scanner) isCommand(commands []string, at int) bool {
	end := min(at+1, len(s.text))
	before := s.text[lineStart(s.text, min(max(s.floor, at-commandReach), end), end):end]
	for _, c := range commands {
		if strings.Contains(before, c) {
			return true
		}
	}
	return false
}

// findListedOption is findOption for the arguments of a command as a list of strings: ["mysql", "-px"] and
// ["curl", "-u", "user:x"]. The quote of the option is at index at.
func findListedOption(s *Scanner, at int) {
	t := s.text
	option, ok := s.stringAt(at)
	if !ok || option.end-option.start < len("-p") {
		return
	}
	letter := t[option.start+1]
	value := item{start: option.start + len("-p"), end: option.end}
	attached := value.start < value.end
	if !attached {
		next := skipBlanks(t, option.after)
		if next >= len(t) || t[next] != ',' {
			return
		}
		if value, ok = s.stringAt(skipBlanks(t, next+1)); !ok {
			return
		}
	}
	s.addOption(at, letter, attached, value)
}
