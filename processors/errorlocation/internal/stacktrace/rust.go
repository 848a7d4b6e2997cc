// SPDX-License-Identifier: Apache-2.0

package stacktrace

func rust() language {
	return language{name: "rust", sdks: []string{"rust"}}
}
