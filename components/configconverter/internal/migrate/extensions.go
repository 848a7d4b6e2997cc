// SPDX-License-Identifier: Apache-2.0

package migrate

import "fmt"

// memoryBallastExtension removes memory_ballast: since Go 1.19 the garbage collector takes a limit instead.
func memoryBallastExtension(m *migration) {
	for _, c := range m.components("extensions", "memory_ballast") {
		m.drop(c)
		m.changed("removed-memory-ballast", c.path(), "the extension memory_ballast was removed",
			"delete it, and set the environment variable GOMEMLIMIT to 80% of the memory that the collector may use", "")
	}
}

// extensionKeys moves keys of single extensions.
func extensionKeys(m *migration) {
	for _, c := range m.components("extensions", "health_check") {
		port, ok := c.config["port"]
		if !ok {
			continue
		}
		delete(c.config, "port")
		if _, taken := c.config["endpoint"]; !taken {
			c.config["endpoint"] = fmt.Sprintf("0.0.0.0:%v", port)
		}
		m.changed("moved-key", c.path("port"), "port is part of endpoint", write("endpoint", c.config["endpoint"]), "")
	}
	for _, id := range []string{"pprof", "zpages"} {
		for _, c := range m.components("extensions", id) {
			if port, ok := c.config["port"]; ok {
				delete(c.config, "port")
				if _, taken := c.config["endpoint"]; !taken {
					c.config["endpoint"] = fmt.Sprintf("localhost:%v", port)
				}
				m.changed("moved-key", c.path("port"), "port is part of endpoint", write("endpoint", c.config["endpoint"]), "")
			}
		}
	}
}
