// SPDX-License-Identifier: Apache-2.0

// Package confpos knows at which line and column of which file each key of the configuration that is
// being loaded was written. The file provider records the documents, the configuration converter asks.
//
// The state is one for the process, since confmap gives providers and converters nothing that they
// share, and a collector loads one configuration at a time.
package confpos

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// Position is a place in a configuration file. Line and Column count from 1; the zero Position is
// that of a value that was in no file, such as one given by --set.
type Position struct {
	File         string
	Line, Column int
}

// String returns file:line:column, what editors and terminals turn into a link, and "" for the zero Position.
func (p Position) String() string {
	if p == (Position{}) {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// document is one recorded file.
type document struct {
	file  string
	root  *yaml.Node
	lines []string
}

var (
	mu sync.Mutex
	// documents are in the order of loading: what a later one writes is what counts.
	documents []document
	// included are the files that another file names by ${file:...}: these are part of that file, and not merged by themselves.
	included map[string]bool
	// moves are the key paths that Moved was told of.
	moves []move
)

// move is a part of the configuration that was written at one key path and is now at another.
type move struct{ from, to []string }

// Record parses a YAML document and keeps where each of its nodes is. Its error is that of the parser.
func Record(file string, content []byte) error {
	var node yaml.Node
	if err := yaml.Unmarshal(content, &node); err != nil {
		return err
	}
	root := &node
	if root.Kind == yaml.DocumentNode {
		root = root.Content[0]
	}
	mu.Lock()
	defer mu.Unlock()
	documents = append(documents, document{file: file, root: root, lines: strings.Split(string(content), "\n")})
	if included == nil {
		included = map[string]bool{}
	}
	markIncluded(root)
	return nil
}

// Reset forgets everything. The file provider calls it when a configuration is closed, before the next is loaded.
func Reset() {
	mu.Lock()
	defer mu.Unlock()
	documents, included, moves = nil, nil, nil
}

// Moved notes that what was written at one key path is now at another, by which it may be asked for.
func Moved(from, to []string) {
	mu.Lock()
	defer mu.Unlock()
	moves = append(moves, move{slices.Clone(from), slices.Clone(to)})
}

// Find returns the position of a key, such as "exporters", "otlp_grpc", "endpoint", or of an element of a list by its
// index, such as "service", "pipelines", "traces", "receivers", "0". Where the path leads to nothing that was
// written, it is the position of the nearest parent, and false.
func Find(keyPath ...string) (Position, bool) {
	mu.Lock()
	defer mu.Unlock()
	found, _, exact := find(keyPath)
	return found, exact
}

// Raw returns a scalar as it was written, before any ${...} in it was replaced.
func Raw(keyPath ...string) (string, bool) {
	mu.Lock()
	defer mu.Unlock()
	_, node, exact := find(keyPath)
	if !exact || node.Kind != yaml.ScalarNode {
		return "", false
	}
	return node.Value, true
}

// Line returns the text of the line of a position, without the space around it, and "" for a position that is unknown.
func Line(p Position) string {
	mu.Lock()
	defer mu.Unlock()
	for _, doc := range documents {
		if doc.file == p.File && p.Line > 0 && p.Line <= len(doc.lines) {
			return strings.TrimSpace(doc.lines[p.Line-1])
		}
	}
	return ""
}

// Scalar is one scalar of a document, as written.
type Scalar struct {
	Position Position
	KeyPath  []string
	Text     string
}

// Scalars returns every scalar value of all documents that holds the given text.
func Scalars(text string) []Scalar {
	mu.Lock()
	defer mu.Unlock()
	var found []Scalar
	for _, doc := range documents {
		walk(doc.root, nil, 0, func(keyPath []string, node *yaml.Node) {
			if strings.Contains(node.Value, text) {
				found = append(found, Scalar{Position{doc.file, node.Line, node.Column}, append([]string(nil), keyPath...), node.Value})
			}
		})
	}
	return found
}

// maxDepth bounds the walk through documents whose aliases or includes lead back to themselves.
const maxDepth = 100

// walk calls visit for each scalar value. Aliases are visited where they are defined.
func walk(node *yaml.Node, keyPath []string, depth int, visit func([]string, *yaml.Node)) {
	if depth > maxDepth {
		return
	}
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			walk(node.Content[i+1], append(keyPath, node.Content[i].Value), depth+1, visit)
		}
	case yaml.SequenceNode:
		for i, element := range node.Content {
			walk(element, append(keyPath, strconv.Itoa(i)), depth+1, visit)
		}
	case yaml.ScalarNode:
		visit(keyPath, node)
	}
}

func markIncluded(root *yaml.Node) {
	walk(root, nil, 0, func(_ []string, node *yaml.Node) {
		if file, ok := includedFile(node); ok {
			included[file] = true
		}
	})
}

// includedFile returns the file of a value that is ${file:...} and nothing else.
func includedFile(node *yaml.Node) (string, bool) {
	file, ok := strings.CutPrefix(node.Value, "${file:")
	if !ok || node.Kind != yaml.ScalarNode || strings.Index(file, "}") != len(file)-1 {
		return "", false
	}
	return file[:len(file)-1], true
}

// find returns the position of the key at the end of the path, or of its nearest parent, with the node of the value.
func find(keyPath []string) (Position, *yaml.Node, bool) {
	for _, m := range moves {
		if len(keyPath) >= len(m.to) && slices.Equal(keyPath[:len(m.to)], m.to) {
			keyPath = slices.Concat(m.from, keyPath[len(m.to):])
			break
		}
	}
	best := match{}
	for _, doc := range documents {
		if included[doc.file] {
			continue
		}
		if m := doc.match(keyPath); best.node == nil || m.depth >= best.depth {
			best = m
		}
	}
	if best.node == nil {
		return Position{}, nil, false
	}
	return best.position, best.node, best.depth == len(keyPath)
}

// match is how far a path leads in a document.
type match struct {
	position Position
	node     *yaml.Node
	depth    int
}

func (d document) match(keyPath []string) match {
	return follow(d, keyPath, match{position: Position{d.file, d.root.Line, d.root.Column}, node: d.root}, 0)
}

// follow goes from m on as far as the path leads. Steps bounds the files that include each other.
func follow(d document, keyPath []string, m match, steps int) match {
	m.node = dereference(m.node)
	if m.depth == len(keyPath) || steps > maxDepth {
		return m
	}
	if file, ok := includedFile(m.node); ok {
		if doc, found := recorded(file); found {
			m.node = doc.root
			return follow(doc, keyPath, m, steps+1)
		}
		return m
	}
	best := m
	for _, c := range children(m.node, keyPath[m.depth:]) {
		next := match{position: Position{d.file, c.key.Line, c.key.Column}, node: c.value, depth: m.depth + c.length}
		if next = follow(d, keyPath, next, steps+1); next.depth >= best.depth {
			best = next
		}
	}
	return best
}

func recorded(file string) (document, bool) {
	for _, doc := range documents {
		if doc.file == file {
			return doc, true
		}
	}
	return document{}, false
}

func dereference(node *yaml.Node) *yaml.Node {
	for range maxDepth {
		if node.Kind != yaml.AliasNode {
			return node
		}
		node = node.Alias
	}
	return node
}

// entry is a key and its value, and how many elements of a path the key takes: it may hold several, as in "service::telemetry".
type entry struct {
	key, value *yaml.Node
	length     int
}

// children returns the entries that the beginning of the path names, those that count most at the end.
func children(node *yaml.Node, keyPath []string) []entry {
	switch node.Kind {
	case yaml.MappingNode:
		var entries, merged []entry
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			if key.Value == "<<" {
				merged = append(merged, mergedChildren(value, keyPath[0])...)
				continue
			}
			names := strings.Split(key.Value, "::")
			if len(names) <= len(keyPath) && slices.Equal(names, keyPath[:len(names)]) {
				entries = append(entries, entry{key, value, len(names)})
			}
		}
		return append(merged, entries...)
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(keyPath[0]); err == nil && i >= 0 && i < len(node.Content) {
			return []entry{{node.Content[i], node.Content[i], 1}}
		}
	}
	return nil
}

// mergedChildren looks for a key in what "<<" brings into a map.
func mergedChildren(value *yaml.Node, name string) []entry {
	sources := []*yaml.Node{value}
	if value.Kind == yaml.SequenceNode {
		sources = value.Content
	}
	var entries []entry
	for _, source := range sources {
		source = dereference(source)
		if source.Kind != yaml.MappingNode {
			continue
		}
		for i := 0; i+1 < len(source.Content); i += 2 {
			if source.Content[i].Value == name {
				entries = append(entries, entry{source.Content[i], source.Content[i+1], 1})
			}
		}
	}
	return entries
}
