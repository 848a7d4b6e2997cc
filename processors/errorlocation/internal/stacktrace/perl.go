// SPDX-License-Identifier: Apache-2.0

package stacktrace

func perl() language {
	return language{name: "perl", sdks: []string{"perl"}}
}
