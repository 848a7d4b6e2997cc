package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/debug"
	"sort"
	"syscall"
	"time"

	"example.com/shop/orders"
	v2 "example.com/shop/orders.v2"
)

//go:noinline
func calculate(prices []int) int {
	return prices[5] // want(function) main.calculate
}

//go:noinline
func closure() func() {
	var prices map[string]int
	return func() {
		prices["a"] = 1 // want(closure) main.closure.func1
	}
}

func inGoroutine() {
	go empty.Total(3)
	time.Sleep(time.Minute)
}

func genericClosure() {
	orders.Map([]int{0}, func(n int) int {
		return 1 / n // want(generic_closure) main.genericClosure.func1
	})
}

type state struct{ code int }

func panicValue() {
	panic(state{3}) // want(panic_value) main.panicValue
}

func panicLines() {
	panic("no stock\n\nmain.fake()\n\t/srv/shop/fake.go:1 +0x1d") // want(panic_lines) main.panicLines
}

func dottedPackage() {
	v2.Cancel(7)
}

func libraryPanic() {
	sort.Slice(3, func(i, j int) bool { return false }) // want(library_panic) main.libraryPanic
}

func deadlock() {
	done := make(chan int)
	<-done // want(deadlock) main.deadlock
}

func mapWrites() {
	prices := map[int]int{}
	write := func() {
		for {
			prices[1] = 1 // want(map_writes) main.mapWrites.func1
		}
	}
	go write()
	write()
}

//go:noinline
func depth(n int) int { // want(stack_overflow) main.depth
	var pad [64]int
	return depth(n+1) + pad[n%64]
}

func repanic() {
	defer func() {
		panic(recover())
	}()
	empty.Total(3)
}

func repanicNew() {
	defer func() {
		panic(fmt.Sprint("order failed: ", recover()))
	}()
	empty.Total(3)
}

func report() {
	if recover() != nil {
		os.Stderr.Write(debug.Stack())
	}
}

func recovered() {
	defer report()
	empty.Total(3)
}

func recoveredClosure() {
	defer func() {
		if r := recover(); r != nil {
			func() { fmt.Fprintf(os.Stderr, "recovered: %v\n%s", r, debug.Stack()) }()
		}
	}()
	empty.Total(3)
}

func panicInHandler() {
	defer func() {
		if r := recover(); r != nil {
			calculate(nil)
		}
	}()
	empty.Total(3)
}

func deferred() {
	defer empty.Total(3)
}

func httpHandler() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		empty.Total(3)
	}))
	defer server.Close()
	http.Get(server.URL)
}

//go:noinline
func find(id int) []byte {
	if id > 0 {
		return debug.Stack() // want(recorded) main.find
	}
	return nil
}

func recorded() {
	os.Stderr.Write(find(1))
}

type server struct{ name string }

//go:noinline
func (s *server) fail() {
	panic(s.name + " failed") // want(method_value) main.(*server).fail
}

func methodValue() {
	run := (&server{"shop"}).fail
	func(f func()) { f() }(run)
}

func allGoroutines() {
	debug.SetTraceback("all")
	for range 3 {
		go func() { time.Sleep(time.Minute) }()
	}
	time.Sleep(10 * time.Millisecond)
	empty.Total(3)
}

func quit() {
	go time.Sleep(time.Minute)
	syscall.Kill(os.Getpid(), syscall.SIGQUIT) // want(quit) main.quit
	select {}
}

func race() {
	total := 0
	done := make(chan bool)
	go func() {
		time.Sleep(10 * time.Millisecond)
		total++ // want(race) main.race.func1
		close(done)
	}()
	total++
	<-done
}
