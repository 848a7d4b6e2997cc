// Faults that AddressSanitizer and a debugger see.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>

#include "shop.h"

namespace shop {

namespace {

int* stock = new int[4];
int levels[4];

class Card : public Payment {
public:
    int charge(int cents) override {
        return limits_[cents]; // want(virtual_method) charge
    }

private:
    int* limits_ = static_cast<int*>(calloc(2, sizeof(int)));
};

void restock(int place) {
    stock[place] = 1; // want(heap_overflow) restock
}

}  // namespace

Order::Order(int lines) : lines_(lines) {
    cents_ = lines > 0 ? new int(lines) : nullptr;
}

Order::~Order() {
    delete cents_; // want(double_free) shop::Order::~Order
}

int Order::total() const {
    int sum = 0;
    for (const Line& line : lines_) {
        sum += line.cents;
    }
    return sum + *cents_; // want(null_pointer, gdb_segv, gdb_wrapped, gdb_locals) shop::Order::total
}

Line& Order::operator[](int place) {
    lines_[place].cents = 1; // want(operator) shop::Order::operator[]
    return lines_[place];
}

int sum_after_free() {
    int* prices = new int[2]{1, 2};
    delete[] prices;
    auto at = [prices](int i) {
        return prices[i]; // want(lambda) operator()
    };
    return at(1);
}

void copy_name(const char* name) {
    char* copy = static_cast<char*>(malloc(4));
    memcpy(copy, name, strlen(name) + 1); // want(memcpy) shop::copy_name
    free(copy);
}

int depth(int n) { // want(recursion) shop::depth
    volatile char page[4096];
    page[0] = static_cast<char>(n);
    return depth(n + 1) + page[0];
}

template <typename T, int N>
struct Shelf {
    T* boxes = new T[N];
    T at(int place) const {
        return boxes[place];
    }
};

int level(int place) {
    return levels[place]; // want(global_overflow) shop::level
}

std::string_view label() {
    std::string name = "a label that does not fit into the object itself";
    return name;
}

int read_label() {
    std::string_view text = label();
    return text[3]; // want(dangling) shop::read_label
}

char* leak(int bytes) {
    return new char[bytes]; // want(leak) shop::leak
}

int compare_all() {
    int* weights = new int[1]{1};
    std::vector<int> places{5, 3, 9};
    std::sort(places.begin(), places.end(), [&](int a, int b) {
        return weights[a] < weights[b]; // want(sort) operator()
    });
    return places[0];
}

void in_thread() {
    std::thread worker([] {
        restock(7);
    });
    worker.join();
}

void stack_buffer(int n) {
    int quantities[3] = {};
    quantities[n] = 1; // want(stack_overflow_write, stack_overflow_no_symbols) shop::stack_buffer
    if (quantities[0] > 9) {
        abort();
    }
}

int run_memory(const std::string& name) {
    if (name == "lambda") return sum_after_free();
    if (name == "heap_overflow") restock(4);
    if (name == "virtual_method") return std::make_unique<Card>()->charge(2);
    if (name == "null_pointer") return Order(0).total();
    if (name == "double_free") {
        alignas(Order) static char place[sizeof(Order)];
        auto* order = new (place) Order(1);
        order->~Order();
        auto* again = reinterpret_cast<Order*>(place);
        again->~Order();
    }
    if (name == "operator") return Order(2)[40].cents;
    if (name == "memcpy") copy_name("a long name");
    if (name == "recursion") return depth(0);
    if (name == "template_method") return Shelf<int, 3>().at(3); // want(template_method) shop::run_memory
    if (name == "global_overflow") return level(4);
    if (name == "dangling") return read_label();
    if (name == "leak") return leak(40)[0] > 9;
    if (name == "sort") return compare_all();
    if (name == "thread") in_thread();
    if (name == "stack_buffer") stack_buffer(3);
    return 0;
}

}  // namespace shop
