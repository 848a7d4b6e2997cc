// SPDX-License-Identifier: Apache-2.0

// Command user-service keeps the users of the example shop.
package main

import "github.com/faultline-otel/faultline/services/internal/httpservice"

func main() {
	httpservice.Program{
		Name:          "user-service",
		ListenAddress: "127.0.0.1:8001",
		DebugAddress:  "127.0.0.1:18001",
		Register:      register,
	}.Main()
}
