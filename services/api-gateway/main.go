// SPDX-License-Identifier: Apache-2.0

// Command api-gateway is the entrance of the example shop. It passes requests
// on to user-service and order-service.
package main

import "github.com/faultline-otel/faultline/services/internal/httpservice"

func main() {
	httpservice.Program{
		Name:          "api-gateway",
		ListenAddress: "127.0.0.1:8080",
		DebugAddress:  "127.0.0.1:18080",
		Register:      register,
	}.Main()
}
