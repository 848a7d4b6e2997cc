// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Maps and lists also keep a name and its value apart: {"name": "DB_PASSWORD", "value": "x"}, ["authorization",
// "Bearer x"] and the arguments of a command, ["mysql", "-px"]. What pairs.go and command.go do for text is done
// here for those who walk them.

// IsName reports whether the value of the key is the name of something that another key of its map has the
// value of, and IsValue whether it is that other key.
func (k *Key) IsName() bool  { return k.part == namePart }
func (k *Key) IsValue() bool { return k.part == valuePart }

// part is what a key says of its place in a map of a name and a value.
type part uint8

const (
	noPart part = iota
	namePart
	valuePart
)

func partOf(key string) part {
	switch {
	case endsWithWord(key, nameWords):
		return namePart
	case endsWithWord(key, valueWords):
		return valuePart
	}
	return noPart
}

// Named returns what a name says about the value that it is given apart from it.
func (s *Scanner) Named(name string) Context {
	if len(name) < shortestName || len(name) > maxTextKey || strings.IndexByte(name, ' ') >= 0 || !s.e.vocab.mayDecide(name) {
		return Context{}
	}
	return s.e.vocab.judge(s.e.masks.cut(name), 0)
}

// Argument returns what the list of arguments, of which first is the first and previous the one in front, says about
// the argument: the context of its part from index from on. The zero Context says nothing.
func (s *Scanner) Argument(first, previous, argument string) (context Context, from int) {
	if strings.HasPrefix(previous, "-") {
		if name := strings.TrimLeft(previous, "-"); len(name) > 1 && strings.IndexByte(name, '=') < 0 && !strings.HasPrefix(argument, "-") {
			return s.Named(name), 0
		}
	}
	option, apart := argument, false
	if len(previous) == len("-p") && previous[0] == '-' {
		option, apart = previous, true
	}
	if len(option) < len("-p") || option[0] != '-' || argument == "" || !apart && len(option) == len("-p") {
		return Context{}, 0
	}
	if slash := strings.LastIndexAny(first, `/\`); slash >= 0 {
		first = first[slash+1:]
	}
	for i := range passwordOptions {
		o := &passwordOptions[i]
		if o.letter != option[1] || apart && !o.apart || !apart && !o.attached || !o.isOf(first) {
			continue
		}
		if o.cookies {
			if strings.IndexByte(argument, '=') < 0 {
				continue
			}
			return Context{detector: Cookie, flags: certain}, 0
		}
		if !apart {
			from = len("-p")
		}
		user, ok := o.cutUser(argument[from:])
		if !ok {
			continue
		}
		return Context{detector: Password, flags: certain}, from + user
	}
	return Context{}, 0
}

// isOf reports whether a program has the option.
func (o *passwordOption) isOf(program string) bool {
	for _, command := range o.commands {
		name, _, _ := strings.Cut(command, " ")
		if strings.HasPrefix(program, name) {
			return true
		}
	}
	return false
}
