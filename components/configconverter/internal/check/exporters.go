// SPDX-License-Identifier: Apache-2.0

package check

func exporterWithoutQueue(c *configuration, report report) {
	c.exportersWithout("sending_queue", func(p part, keyPath []string) {
		report(p.id+" has no queue",
			"write sending_queue: {storage: file_storage} with the extension file_storage, or sending_queue: {} for one in memory", keyPath...)
	})
}

func exporterWithoutRetry(c *configuration, report report) {
	c.exportersWithout("retry_on_failure", func(p part, keyPath []string) {
		report(p.id+" does not retry",
			"write retry_on_failure: {enabled: true, max_elapsed_time: 0}, which retries without end", keyPath...)
	})
}

// exportersWithout visits the exporters in use that switch a setting off, or do not have it by default.
func (c *configuration) exportersWithout(key string, visit func(p part, keyPath []string)) {
	for _, p := range c.running(exporters) {
		settings, written := p.settings[key]
		switch {
		case isFalse(lookup(settings, "enabled")):
			visit(p, p.path(key, "enabled"))
		case p.typ == "loadbalancing" && (!written || key == "retry_on_failure" && !isTrue(lookup(settings, "enabled"))):
			visit(p, p.path(key))
		}
	}
}
