// SPDX-License-Identifier: Apache-2.0

package stacktrace

func dart() language {
	return language{name: "dart", sdks: []string{"dart"}}
}
