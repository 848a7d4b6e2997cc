// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/faultline-otel/faultline/internal/finding"
)

// write says what to write instead, as YAML in one line.
func write(key string, value any) string {
	return "write " + render(map[string]any{key: value})
}

// render returns a one-line YAML of a map, without its outer braces and without secrets.
func render(values map[string]any) string {
	var node yaml.Node
	if err := node.Encode(withoutSecrets("", values)); err != nil {
		return ""
	}
	flow(&node)
	text, err := yaml.Marshal(&node)
	if err != nil {
		return ""
	}
	line := strings.Join(strings.Fields(string(text)), " ")
	return strings.TrimSuffix(strings.TrimPrefix(line, "{"), "}")
}

func flow(node *yaml.Node) {
	if node.Kind == yaml.MappingNode || node.Kind == yaml.SequenceNode {
		node.Style = yaml.FlowStyle
	}
	for _, child := range node.Content {
		flow(child)
	}
}

func withoutSecrets(name string, value any) any {
	switch v := value.(type) {
	case map[string]any:
		shown := make(map[string]any, len(v))
		for key, inner := range v {
			if name == "headers" {
				shown[key] = finding.Hidden
				continue
			}
			shown[key] = withoutSecrets(key, inner)
		}
		return shown
	case []any:
		shown := make([]any, len(v))
		for i, inner := range v {
			shown[i] = withoutSecrets(name, inner)
		}
		return shown
	case string:
		if finding.IsSecret(name) {
			return finding.Hidden
		}
		if u, err := url.Parse(v); err == nil && u.User != nil {
			u.User = url.User(finding.Hidden)
			return u.String()
		}
	}
	return value
}
