// SPDX-License-Identifier: Apache-2.0

package stacktrace

func javascript() language {
	return language{name: "javascript", sdks: []string{"nodejs", "webjs", "javascript"}}
}
