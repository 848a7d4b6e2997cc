// SPDX-License-Identifier: Apache-2.0

package stacktrace

func swift() language {
	return language{name: "swift", sdks: []string{"swift"}}
}
