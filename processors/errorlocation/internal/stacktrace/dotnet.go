// SPDX-License-Identifier: Apache-2.0

package stacktrace

func dotnet() language {
	return language{name: "dotnet", sdks: []string{"dotnet"}}
}
