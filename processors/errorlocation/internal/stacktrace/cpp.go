// SPDX-License-Identifier: Apache-2.0

package stacktrace

func cpp() language {
	return language{name: "cpp", sdks: []string{"cpp"}}
}
