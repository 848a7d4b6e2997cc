// SPDX-License-Identifier: Apache-2.0

package stacktrace

func erlang() language {
	return language{name: "erlang", sdks: []string{"erlang", "elixir"}}
}
