// SPDX-License-Identifier: Apache-2.0

package fileprovider

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/faultline-otel/faultline/internal/confpos"
	"github.com/faultline-otel/faultline/internal/finding"
)

// kept are the faults found while the files of one configuration were read.
var (
	mu   sync.Mutex
	kept []finding.Finding
)

func keep(found []finding.Finding) {
	mu.Lock()
	defer mu.Unlock()
	kept = append(kept, found...)
}

// Faults returns what was found in the files that were read since the last configuration was closed.
func Faults() []finding.Finding {
	mu.Lock()
	defer mu.Unlock()
	return slices.Clone(kept)
}

func forget() {
	mu.Lock()
	kept = nil
	mu.Unlock()
	confpos.Reset()
}

// section is a line such as "receivers:", by which a configuration is told from a text such as a key or password.
var section = regexp.MustCompile(`(?m)^\s*"?(receivers|processors|exporters|connectors|extensions|service|pipelines)"?\s*:`)

func looksLikeConfiguration(content []byte) bool {
	return section.Match(content)
}

// yamlLine finds the line in an error of the YAML parser, which gives no column.
var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): (?:did not find expected (.*)|(.*))$`)

// maxTabs is how many lines with tabs are reported.
const maxTabs = 20

// syntaxFaults returns why a file is not valid YAML: each line that begins with a tab, or what the parser says.
func syntaxFaults(name string, content []byte, err error) []error {
	var faults []error
	report := func(line, column int, rule, found, write string) {
		faults = append(faults, errors.New(finding.Finding{
			Rule: rule, Position: confpos.Position{File: name, Line: line, Column: column}, Found: found, Write: write,
		}.String()))
	}
	lines := bytes.Split(content, []byte("\n"))
	for i, line := range lines {
		indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
		if tab := bytes.IndexByte(indent, '\t'); tab >= 0 && len(bytes.TrimSpace(line)) > 0 && len(faults) < maxTabs {
			report(i+1, tab+1, "yaml-tab", "the line begins with a tab, which YAML does not allow as indentation", "write spaces")
		}
	}
	if len(faults) > 0 {
		return faults
	}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	match := yamlLine.FindStringSubmatch(message)
	if match == nil {
		report(1, 1, "yaml-syntax", "this is not valid YAML: "+message, "")
		return faults
	}
	number, _ := strconv.Atoi(match[1])
	number = min(max(number, 1), len(lines))
	// The parser names the line before the one at which it stopped in some cases, so both are shown.
	found := strings.TrimPrefix(message, "line "+match[1]+": ")
	text := strings.TrimSpace(string(lines[number-1]))
	column := len(lines[number-1]) - len(bytes.TrimLeft(lines[number-1], " ")) + 1
	report(number, column, "yaml-syntax", fmt.Sprintf("this is not valid YAML, at or just after %q: %s", shorten(text), found), syntaxHint(found, text))
	return faults
}

// shorten returns a line as far as it is shown: without its value if it is long or may be a secret.
func shorten(text string) string {
	const most = 60
	if len(text) <= most && !finding.IsSecret(text) {
		return text
	}
	key, _, found := strings.Cut(text, ":")
	if !found && finding.IsSecret(text) {
		return finding.Hidden // there is no key that could be told from the value
	}
	return strings.ToValidUTF8(key[:min(len(key), most)], "")
}

func syntaxHint(message, line string) string {
	switch {
	case strings.Contains(message, "mapping values are not allowed"):
		return "check the indentation, and quote a value that holds ': '"
	case strings.Contains(message, "cannot start any token"):
		return "quote a value that begins with %, @ or `"
	case strings.Contains(message, "unknown anchor"), strings.Contains(message, "alphabetic or numeric character"):
		return "quote a value that begins with * or &"
	case strings.Contains(message, "could not find expected ':'"):
		return "write a colon and a space after each key"
	case strings.Contains(message, "',' or ']'"):
		return "close the list with ]"
	case strings.Contains(message, "',' or '}'"):
		return "close the map with }"
	case strings.Contains(message, "unexpected end of stream"), strings.Contains(message, "quoted scalar"):
		return "close the quotation mark"
	case strings.HasPrefix(line, "-"):
		return "give the elements of a list the same indentation"
	}
	return "give the keys of a map the same indentation"
}

// reference is a ${...}, with the $ before it: an odd number of these makes it text.
var reference = regexp.MustCompile(`(\$*)\$\{([^{}$]*)\}`)

// variableName is what the environment provider takes.
var variableName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// repair removes from a document what would end the loading of the configuration, and returns what that was.
func repair(name string, root *yaml.Node) []finding.Finding {
	r := &repairer{file: name}
	r.node(root, nil)
	return r.found
}

// repairer repairs the nodes of a document in place.
type repairer struct {
	file  string
	found []finding.Finding
}

func (r *repairer) report(severity finding.Severity, rule string, keyPath []string, node *yaml.Node, what, write string) {
	r.found = append(r.found, finding.Finding{
		Severity: severity, Rule: rule, Position: confpos.Position{File: r.file, Line: node.Line, Column: node.Column},
		KeyPath: slices.Clone(keyPath), Found: what, Write: write,
	})
}

func (r *repairer) node(node *yaml.Node, keyPath []string) {
	switch node.Kind {
	case yaml.MappingNode:
		r.mapping(node, keyPath)
	case yaml.SequenceNode:
		for i, element := range node.Content {
			r.node(element, append(slices.Clone(keyPath), strconv.Itoa(i)))
		}
	case yaml.ScalarNode:
		r.scalar(node, keyPath)
	}
}

// mapping removes keys that are not strings, and all but the first of those that are repeated.
func (r *repairer) mapping(node *yaml.Node, keyPath []string) {
	lines := map[string]int{}
	content := node.Content[:0:0]
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		path := append(slices.Clone(keyPath), key.Value)
		if key.Kind != yaml.ScalarNode {
			r.report(finding.Error, "yaml-key", keyPath, key, "a key must be a string, and this one is a list or map", "write a name, or quote it")
			continue
		}
		if line, twice := lines[key.Value]; twice && key.Value != "<<" {
			r.report(finding.Error, "duplicate-key", path, key, fmt.Sprintf("%s appears twice, first on line %d", key.Value, line),
				"merge the two, or give them different names")
			r.node(value, path)
			continue
		}
		lines[key.Value] = key.Line
		if key.Tag != "!!str" && key.Tag != "!!merge" {
			key.Tag, key.Style = "!!str", yaml.DoubleQuotedStyle
		}
		r.node(value, path)
		content = append(content, key, value)
	}
	node.Content = content
}

// scalar escapes the references that cannot be resolved.
func (r *repairer) scalar(node *yaml.Node, keyPath []string) {
	if !strings.Contains(node.Value, "${") {
		return
	}
	node.Value = reference.ReplaceAllStringFunc(node.Value, func(ref string) string {
		match := reference.FindStringSubmatch(ref)
		if len(match[1])%2 == 1 {
			return ref
		}
		severity, rule, what, write := checkReference(match[2])
		if rule == "" {
			return ref
		}
		r.report(severity, rule, keyPath, node, what, write)
		return match[1] + "$$" + ref[len(match[1])+1:]
	})
}

// checkReference returns what is wrong with the inside of a ${...}; if nothing is, the rule is empty.
func checkReference(inside string) (severity finding.Severity, rule, what, write string) {
	scheme, rest, hasScheme := strings.Cut(inside, ":")
	if !hasScheme || strings.HasPrefix(rest, "-") {
		scheme, rest = "env", inside
	}
	switch scheme {
	case "env":
		name, _, _ := strings.Cut(rest, ":-")
		if _, err := strconv.Atoi(name); err == nil {
			return finding.Warning, "escaped-group", fmt.Sprintf("${%s} is not a variable; it was taken for the group of a regular expression", inside), fmt.Sprintf("write $${%s}", inside)
		}
		if !variableName.MatchString(name) {
			return finding.Error, "variable-name", fmt.Sprintf("${%s}: %q cannot be the name of an environment variable", inside, name),
				"write ${env:NAME} with letters, digits and _, or $${...} for the text"
		}
	case "file":
		if _, err := os.Stat(filepath.Clean(rest)); err != nil {
			return finding.Error, "missing-file", fmt.Sprintf("${%s}: there is no such file (%v)", inside, errors.Unwrap(err)), "write the path of a file that the collector can read; it is relative to where the collector runs"
		}
	case "http", "https", "yaml":
	default:
		if !hasProvider(scheme) {
			return finding.Error, "unknown-scheme", fmt.Sprintf("${%s}: this build has no provider %q", inside, scheme),
				"write ${env:NAME}, ${file:path}, ${http:...}, ${https:...} or ${yaml:...}, or $${...} for the text"
		}
	}
	return "", "", "", ""
}

// hasProvider reports whether this build has a module with the name of a scheme's provider, such as vaultprovider for vault.
func hasProvider(scheme string) bool {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return true
	}
	return slices.ContainsFunc(info.Deps, func(module *debug.Module) bool {
		return strings.HasSuffix(module.Path, "/provider/"+scheme+"provider")
	})
}
