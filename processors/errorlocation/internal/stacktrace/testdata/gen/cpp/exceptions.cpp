// Exceptions, assertions and handlers that print stacks.
#include <cassert>
#include <csignal>
#include <cstdlib>
#include <execinfo.h>
#include <iostream>
#include <map>
#include <stdexcept>
#include <thread>
#include <unistd.h>

#include <boost/exception/all.hpp>
#include <boost/stacktrace.hpp>

#include "shop.h"

namespace shop {

class NoStock : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

int take(const std::map<std::string, int>& stock, const std::string& name) {
    return stock.at(name); // want(gdb_out_of_range) shop::take
}

void reserve(int left) {
    if (left == 0) {
        throw NoStock("no stock of 17"); // want(gdb_terminate, gdb_threads, boost_terminate, boost_terminate_functions) shop::reserve
    }
}

int ratio(int sum, int parts) {
    assert(parts > 0 && "an order has parts"); // want(assert, gdb_assert) shop::ratio
    return sum / parts;
}

struct Ledger {
    template <typename T>
    T post(T cents) const {
        assert(cents != T{}); // want(assert_template) shop::Ledger::post
        return cents;
    }
};

void dispatch(int carrier) {
    if (carrier == 0) {
        BOOST_THROW_EXCEPTION(std::invalid_argument("no carrier")); // want(boost_exception) shop::dispatch
    }
}

template <typename F>
void attempt(F call) {
    try {
        call();
    } catch (...) {
        std::cerr << boost::current_exception_diagnostic_information();
    }
}

void trace_here() {
    std::cerr << "ERROR order 17 failed\n" << boost::stacktrace::stacktrace(); // want(boost_stacktrace_functions) shop::trace_here
}

void on_terminate() {
    std::cerr << "terminated:\n" << boost::stacktrace::stacktrace();
    _exit(3);
}

void on_signal(int) {
    void* frames[32];
    backtrace_symbols_fd(frames, backtrace(frames, 32), STDERR_FILENO);
    _exit(4);
}

__attribute__((noinline)) int broken(const int* cents) {
    return *cents; // want(signal, gdb_handler) shop::broken
}

int run_exceptions(const std::string& name) {
    if (name == "out_of_range") return take({}, "apples");
    if (name == "terminate") reserve(0);
    if (name == "threads") {
        std::thread idle([] { pause(); });
        usleep(100000);
        reserve(0);
    }
    if (name == "assert") return ratio(1, 0);
    if (name == "assert_template") return Ledger().post(0);
    if (name == "boost_exception") attempt([] { dispatch(0); });
    if (name == "boost_stacktrace") trace_here();
    if (name == "boost_terminate") { // want(boost_stacktrace) shop::run_exceptions
        std::set_terminate(on_terminate);
        reserve(0);
    }
    if (name == "signal") {
        std::signal(SIGSEGV, on_signal);
        return broken(nullptr);
    }
    if (name == "gdb_handler") {
        std::signal(SIGSEGV, [](int) { abort(); });
        return broken(nullptr);
    }
    return 0;
}

}  // namespace shop
