// SPDX-License-Identifier: Apache-2.0

package check

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// layersOf takes an error apart: for each fault that is joined in it, what each layer of wrapping
// says by itself, from the outside in. Put together, the layers of a fault are its text: what a layer
// says behind the one that it wraps stands at the end of the last.
func layersOf(err error) [][]string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		parts := joined.Unwrap()
		texts := make([]string, len(parts))
		for i, part := range parts {
			texts[i] = part.Error()
		}
		if strings.Join(texts, "\n") != err.Error() {
			return [][]string{{err.Error()}}
		}
		var layers [][]string
		for _, part := range parts {
			layers = append(layers, layersOf(part)...)
		}
		return layers
	}
	inner := errors.Unwrap(err)
	if inner == nil {
		return [][]string{{err.Error()}}
	}
	before, after, _ := strings.Cut(err.Error(), inner.Error())
	layers := layersOf(inner)
	for i := range layers {
		layers[i][len(layers[i])-1] += after
		layers[i] = append([]string{before}, layers[i]...)
	}
	return layers
}

// writtenPath is a key path of two or more keys.
var writtenPath = regexp.MustCompile(`^[a-z_]+(::[a-zA-Z0-9_./-]+)+$`)

// decodedPath is how the decoder names a value: 'policies[0].status_code'.
var decodedPath = regexp.MustCompile(`'([^']+)'`)

// decoding removes what the decoder says in every message.
var decoding = strings.NewReplacer("decoding failed due to the following error(s):", "", "'' ", "")

// locate finds the setting that an error is about, as upstream names most settings only by their
// value: each layer of the error narrows the part of the tree in which the next one is looked for.
// It returns the key path and the message without the path that it began with.
func locate(layers []string, tree map[string]any) (keyPath []string, message string) {
	var at any = tree
	for i, text := range layers {
		text = decoding.Replace(text)
		narrower, rest := narrow(at, text)
		layers[i] = rest
		if len(narrower) == 0 {
			continue
		}
		if named(keyPath) {
			keyPath = keyPath[:len(keyPath)-1]
		}
		keyPath = append(keyPath, narrower...)
		if at = follow(at, narrower); named(keyPath) {
			at = follow(tree, keyPath[:len(keyPath)-1])
		}
	}
	return keyPath, oneLine(strings.Join(layers, ""))
}

// named reports whether a key path leads to the name of something: what follows is about all of it.
func named(keyPath []string) bool {
	return len(keyPath) > 1 && keyPath[len(keyPath)-1] == "name"
}

// narrow returns the key path below a value that a text is about, if it names one, and the text without it.
func narrow(at any, text string) (keyPath []string, rest string) {
	// confmap and our own components: "policies::0: message". The key at the end may be one that is not written.
	if prefix, message, ok := strings.Cut(text, ": "); ok {
		if keyPath := strings.Split(prefix, "::"); follow(at, keyPath) != nil || writtenPath.MatchString(prefix) {
			return keyPath, message
		}
	}
	// The decoder: "'policies[0].name' expected type 'string'". It names the struct by an empty string, the
	// unknown keys of it behind.
	for _, match := range decodedPath.FindAllStringSubmatch(text, -1) {
		keyPath := strings.FieldsFunc(match[1], func(r rune) bool { return strings.ContainsRune(".[]", r) })
		if follow(at, keyPath) != nil {
			at = follow(at, keyPath)
			return append(keyPath, mentioned(at, text)...), text
		}
	}
	return mentioned(at, text), text
}

// mentioned returns the key path of the value, or else of the key, that a text names. Names in quotes are
// preferred to names without, then longer ones, then later ones.
func mentioned(at any, text string) []string {
	var best []string
	rank, bestLength := 0, 0
	walk(at, nil, func(keyPath []string, value any) {
		if len(keyPath) == 0 {
			return
		}
		candidates := []struct {
			name  string
			ranks [2]int // in quotes, without
		}{{asString(value), [2]int{4, 2}}, {keyPath[len(keyPath)-1], [2]int{3, 1}}}
		for _, candidate := range candidates {
			r := 0
			switch {
			case candidate.name == "" || isNumber(candidate.name):
			case quoted(text, candidate.name):
				r = candidate.ranks[0]
			case len(candidate.name) >= 3 && containsWord(text, candidate.name), len(candidate.name) >= longEnough && containsEscaped(text, candidate.name):
				r = candidate.ranks[1]
			}
			if r > 0 && (r > rank || r == rank && len(candidate.name) >= bestLength) {
				best, rank, bestLength = slices.Clone(keyPath), r, len(candidate.name)
			}
		}
	})
	return best
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

func quoted(text, name string) bool {
	return strings.Contains(text, strconv.Quote(name)) || strings.Contains(text, `"`+name+`"`) ||
		strings.Contains(text, "'"+name+"'") || strings.Contains(text, "`"+name+"`")
}

// longEnough is the length from which on it is no coincidence that a value is part of a text. It need not be a
// whole word, because upstream puts a context before the paths of OTTL.
const longEnough = 10

func containsEscaped(text, value string) bool {
	escaped := strconv.Quote(value)
	return strings.Contains(text, escaped[1:len(escaped)-1])
}

func containsWord(text, word string) bool {
	for rest := text; ; {
		before, after, ok := strings.Cut(rest, word)
		if !ok {
			return false
		}
		if !endsInWord(before) && !startsWithWord(after) {
			return true
		}
		rest = after
	}
}

func endsInWord(s string) bool     { return s != "" && isWordByte(s[len(s)-1]) }
func startsWithWord(s string) bool { return s != "" && isWordByte(s[0]) }

func isWordByte(b byte) bool {
	return b == '_' || b == '.' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}

func oneLine(text string) string {
	return strings.TrimRight(strings.Join(strings.Fields(text), " "), ".")
}

// follow returns the value at the end of a key path through maps and lists, nil if there is none.
func follow(value any, keyPath []string) any {
	for _, key := range keyPath {
		switch container := value.(type) {
		case map[string]any:
			value = container[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(container) {
				return nil
			}
			value = container[i]
		default:
			return nil
		}
	}
	return value
}

// prunable is a copy of settings from which elements of lists can be cut, and which still knows
// where the others were. Settings can be removed, too.
type prunable struct {
	tree map[string]any
	// removed are the keys of the settings that were removed.
	removed map[string]bool
	// cuts are the original indexes of what was cut, by the key path of the list.
	cuts map[string][]int
}

func newPrunable(settings map[string]any) prunable {
	tree, _ := copyTree(settings).(map[string]any)
	return prunable{tree: tree, removed: map[string]bool{}, cuts: map[string][]int{}}
}

// cut takes the innermost element of a list out of each key path, and reports whether it took any. A
// list is never emptied: that would be a fault of its own.
func (p prunable) cut(keyPaths [][]string) bool {
	elements := map[string][]int{}
	for _, keyPath := range keyPaths {
		for i := len(keyPath) - 1; i > 0; i-- {
			if list, ok := follow(p.tree, keyPath[:i]).([]any); ok && len(list) > 1 {
				index, _ := strconv.Atoi(keyPath[i])
				key := strings.Join(keyPath[:i], "\x00")
				if !slices.Contains(elements[key], index) {
					elements[key] = append(elements[key], index)
				}
				break
			}
		}
	}
	done := false
	// Inner lists before the lists around them, whose indexes would move else.
	for _, key := range slices.Backward(slices.SortedFunc(maps.Keys(elements), func(a, b string) int {
		return strings.Count(a, "\x00") - strings.Count(b, "\x00")
	})) {
		listPath := strings.Split(key, "\x00")
		original := strings.Join(p.original(listPath), "\x00")
		for _, index := range slices.Backward(slices.Sorted(slices.Values(elements[key]))) {
			list := asList(follow(p.tree, listPath))
			if index >= len(list) || len(list) < 2 {
				continue
			}
			p.set(listPath, slices.Delete(list, index, index+1))
			p.cuts[original] = append(p.cuts[original], p.originalIndex(original, index))
			slices.Sort(p.cuts[original])
			done = true
		}
	}
	return done
}

// remove removes the settings at the end of key paths, and reports whether it removed any.
func (p prunable) remove(keyPaths [][]string) bool {
	done := false
	for _, keyPath := range keyPaths {
		if len(keyPath) == 0 {
			continue
		}
		last := len(keyPath) - 1
		around, _ := follow(p.tree, keyPath[:last]).(map[string]any)
		if _, found := around[keyPath[last]]; found {
			delete(around, keyPath[last])
			p.removed[keyPath[last]] = true
			done = true
		}
	}
	return done
}

// isAboutRemoved reports whether a text names a setting that was removed, as its key or in words ("status code").
func (p prunable) isAboutRemoved(text string) bool {
	text = strings.ReplaceAll(text, " ", "_")
	for key := range p.removed {
		if strings.Contains(text, key) {
			return true
		}
	}
	return false
}

func (p prunable) set(keyPath []string, list []any) {
	last := keyPath[len(keyPath)-1]
	switch container := follow(p.tree, keyPath[:len(keyPath)-1]).(type) {
	case map[string]any:
		container[last] = list
	case []any:
		i, _ := strconv.Atoi(last)
		container[i] = list
	}
}

// original returns a key path of the tree as it was before anything was cut.
func (p prunable) original(keyPath []string) []string {
	original := slices.Clone(keyPath)
	for i := range keyPath {
		if _, ok := follow(p.tree, keyPath[:i]).([]any); ok {
			index, _ := strconv.Atoi(keyPath[i])
			original[i] = strconv.Itoa(p.originalIndex(strings.Join(original[:i], "\x00"), index))
		}
	}
	return original
}

func (p prunable) originalIndex(list string, index int) int {
	for _, cut := range p.cuts[list] {
		if cut <= index {
			index++
		}
	}
	return index
}

func copyTree(value any) any {
	switch value := value.(type) {
	case map[string]any:
		copied := make(map[string]any, len(value))
		for key, v := range value {
			copied[key] = copyTree(v)
		}
		return copied
	case []any:
		copied := make([]any, len(value))
		for i, v := range value {
			copied[i] = copyTree(v)
		}
		return copied
	}
	return value
}
