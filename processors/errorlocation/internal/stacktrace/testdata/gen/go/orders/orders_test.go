package orders

import "testing"

// TestTotal dies: case testing_panic is what "go test" prints.
func TestTotal(t *testing.T) {
	new(Order).Total(3)
}
