// SPDX-License-Identifier: Apache-2.0

package stacktrace

func java() language {
	return language{name: "java", sdks: []string{"java", "android"}}
}
