// SPDX-License-Identifier: Apache-2.0

package stacktrace

func ruby() language {
	return language{name: "ruby", sdks: []string{"ruby"}}
}
