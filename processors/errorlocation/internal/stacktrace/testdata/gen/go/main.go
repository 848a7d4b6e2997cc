// Command shop fails in many ways: "shop CASE" writes to standard error, or dies with, the text of
// one case. A comment want(CASE, ...) FUNCTION marks the line that is to be found.
package main

import (
	"fmt"
	"os"

	"example.com/shop/orders"
)

var empty = &orders.Order{}

var cases = map[string]func(){
	"function":             func() { calculate(nil) },
	"method":               func() { empty.Total(3) },
	"closure":              func() { closure()() },
	"goroutine":            inGoroutine,
	"generic_method":       func() { new(orders.Cache[string, int]).Put("a", 1) },
	"generic_function":     func() { orders.First([]string{}) },
	"generic_closure":      genericClosure,
	"nil_pointer":          func() { empty.Owner() },
	"panic_error":          func() { orders.Parse("x1") },
	"panic_value":          panicValue,
	"panic_lines":          panicLines,
	"dotted_package":       dottedPackage,
	"library_panic":        libraryPanic,
	"deadlock":             deadlock,
	"map_writes":           mapWrites,
	"stack_overflow":       func() { depth(1) },
	"repanic":              repanic,
	"repanic_new":          repanicNew,
	"recovered":            recovered,
	"recovered_closure":    recoveredClosure,
	"panic_in_handler":     panicInHandler,
	"deferred":             deferred,
	"http_handler":         httpHandler,
	"recorded":             recorded,
	"recorded_own":         recordedOwn,
	"method_value":         methodValue,
	"pkg_errors":           pkgErrors,
	"pkg_errors_wrap":      pkgErrorsWrap,
	"pkg_errors_stack":     pkgErrorsStack,
	"pkg_errors_recovered": pkgErrorsRecovered,
	"zap_json":             zapJSON,
	"zap_console":          zapConsole,
	"zap_recovered":        zapRecovered,
	"go_errors":            goErrors,
	"go_errors_recovered":  goErrorsRecovered,
	"otel_record":          otelRecord,
	"otel_record_deep":     otelRecordDeep,
	"otel_end":             otelEnd,
	"slog_json":            slogJSON,
	"all_goroutines":       allGoroutines,
	"quit":                 quit,
	"race":                 race,
}

func main() {
	run, ok := cases[os.Args[1]]
	if !ok {
		fmt.Fprintln(os.Stderr, "no such case")
		os.Exit(1)
	}
	run()
}
