// SPDX-License-Identifier: Apache-2.0

package stacktrace

func php() language {
	return language{name: "php", sdks: []string{"php"}}
}
