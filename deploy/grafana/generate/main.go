// SPDX-License-Identifier: Apache-2.0

// Generate writes the Grafana dashboards of deploy/grafana/dashboards, each from the Go file that is
// named as it is. `make generate` runs it.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

//go:generate go run .

func main() {
	for name, d := range dashboards() {
		text, err := d.json()
		if err == nil {
			err = os.WriteFile(filepath.Join("..", "dashboards", name+".json"), text, 0o644)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			os.Exit(1)
		}
	}
}

// dashboards are all dashboards by the name of their file.
func dashboards() map[string]dashboard {
	return map[string]dashboard{"red": red(), "errors": errorLocations(), "collector": collector()}
}

func (d dashboard) json() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(d.model())
	return text.Bytes(), err
}
