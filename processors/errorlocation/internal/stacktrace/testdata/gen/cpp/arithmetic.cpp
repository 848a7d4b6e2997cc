// Faults that UndefinedBehaviorSanitizer sees.
#include <climits>
#include <functional>
#include <numeric>

#include "shop.h"

namespace shop {

template <typename T>
T share(T sum, int parts) {
    return sum / parts; // want(divide, divide_stack) shop::share<int>
}

int add(int a, int b) {
    return a + b; // want(overflow, overflow_stack) shop::add
}

struct Discount {
    int percent;
    int apply(int cents) const {
        return cents * percent / 100;
    }
};

int weigh(const std::vector<int>& weights) {
    return std::accumulate(weights.begin(), weights.end(), 1, [](int sum, int w) {
        return sum << w; // want(shift_stack) operator()
    });
}

int run_arithmetic(const std::string& name) {
    if (name == "divide") return share(9, static_cast<int>(name.size()) - 6);
    if (name == "overflow") return add(INT_MAX, static_cast<int>(name.size())) > 0;
    if (name == "null_member") {
        Discount* discount = name.empty() ? new Discount : nullptr;
        return discount->apply(3); // want(null_member)
    }
    if (name == "shift") return weigh({40}) > 0;
    return 0;
}

}  // namespace shop
