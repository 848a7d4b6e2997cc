// SPDX-License-Identifier: Apache-2.0

// Command order-service takes the orders of the example shop. An order for
// fail_product fails as if the payment provider could not be reached.
package main

import "github.com/faultline-otel/faultline/services/internal/httpservice"

func main() {
	httpservice.Program{
		Name:          "order-service",
		ListenAddress: "127.0.0.1:8002",
		DebugAddress:  "127.0.0.1:18002",
		Register:      register,
	}.Main()
}
