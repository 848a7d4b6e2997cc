// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/faultline-otel/faultline/internal/catalog"
	"github.com/faultline-otel/faultline/processors/redact/migrate"
)

func redactionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "redaction FILE",
		Short: "Print the redact processors that take the place of a configuration's redaction processors",
		Long: `Reads a collector configuration and prints, as YAML, a redact processor for each redaction processor in
it. Comments say which expressions are left out because a detector finds the same, and what has no
equivalent. The file is not changed. Keys for hashes are printed as they are written in the file.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			content, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			if err := writeRedact(cmd.OutOrStdout(), content); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			return nil
		},
	}
}

// writeRedact writes the section processors with a redact for each redaction in a configuration.
func writeRedact(out io.Writer, configuration []byte) error {
	var parsed struct {
		Processors map[string]map[string]any `yaml:"processors"`
	}
	if err := yaml.Unmarshal(configuration, &parsed); err != nil {
		return err
	}
	processors := &yaml.Node{Kind: yaml.MappingNode}
	var errs []error
	for _, id := range slices.Sorted(maps.Keys(parsed.Processors)) {
		typ, name, named := catalog.SplitID(id)
		if typ != "redaction" {
			continue
		}
		result, err := migrate.FromRedaction(parsed.Processors[id])
		if err != nil {
			errs = append(errs, fmt.Errorf("processors::%s: %w", id, err))
			continue
		}
		key := &yaml.Node{Kind: yaml.ScalarNode, Value: "redact", HeadComment: comment(id, result)}
		if named {
			key.Value += "/" + name
		}
		value := new(yaml.Node)
		if err := value.Encode(result.Config); err != nil {
			return err
		}
		processors.Content = append(processors.Content, key, value)
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if len(processors.Content) == 0 {
		return errors.New("there is no redaction processor under processors")
	}
	encoder := yaml.NewEncoder(out)
	encoder.SetIndent(2)
	if err := encoder.Encode(map[string]*yaml.Node{"processors": processors}); err != nil {
		return err
	}
	return encoder.Close()
}

// comment says what has become of a redaction processor besides its configuration.
func comment(id string, result migrate.Result) string {
	lines := []string{"In place of " + id + "."}
	for _, expression := range slices.Sorted(maps.Keys(result.Replaced)) {
		lines = append(lines, fmt.Sprintf("blocked_values: %q is left out, since this detector finds the same: %s", expression, strings.Join(result.Replaced[expression], ", ")))
	}
	return strings.Join(append(lines, result.Notes...), "\n")
}
