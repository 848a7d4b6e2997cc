// SPDX-License-Identifier: Apache-2.0

package check

import (
	"testing"

	"go.uber.org/goleak"
)

// What is created to be compiled is ended again.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}
