// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// In maps and lists, too, a name and its value can stand apart: {"name": "DB_PASSWORD", "value": "x"},
// ["authorization", "Bearer x"] and the arguments of a command, ["mysql", "-px"]. This file does for callers that walk
// maps and lists what pairs.go and command.go do for text.

// IsName reports whether the value under this key is a name, such as DB_PASSWORD, that another key of the same map
// gives a value to. IsValue reports whether this can be that other key.
func (k *Key) IsName() bool  { return k.part == namePart }
func (k *Key) IsValue() bool { return k.part == valuePart }

// part is the role of a key in a map that holds a name and its value.
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

// Named returns the context of a value whose name stands apart from it, as the value of another key or as the item
// in front of it in a list.
func (s *Scanner) Named(name string) Context {
	if len(name) < shortestName || len(name) > maxTextKey || strings.IndexByte(name, ' ') >= 0 || !s.e.vocab.mayDecide(name) {
		return Context{}
	}
	return s.e.vocab.judge(s.e.masks.cut(name), 0)
}

// Argument returns the context of an argument of a command, and the index in the argument from which on it applies.
// first is the first argument of the list, and previous is the one in front of it. The zero Context says nothing.
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
		if o.letter != option[1] || !o.takes(!apart) || !o.isOf(first) {
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
		user, ok := cutUser(argument[from:], o.userEnd)
		if !ok {
			continue
		}
		return Context{detector: Password, flags: certain}, from + user
	}
	return Context{}, 0
}

// isOf reports whether the program is one of the commands that have the option.
func (o *passwordOption) isOf(program string) bool {
	for _, command := range o.commands {
		name, _, _ := strings.Cut(command, " ")
		if strings.HasPrefix(program, name) {
			return true
		}
	}
	return false
}
