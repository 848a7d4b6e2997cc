// What the cases of the shop share.
#pragma once

#include <string>
#include <vector>

namespace shop {

struct Line {
    std::string name;
    int cents;
};

class Order {
public:
    explicit Order(int lines);
    int total() const;
    Line& operator[](int place);
    int first() const { return *cents_; }
    ~Order();

private:
    std::vector<Line> lines_;
    int* cents_ = nullptr;
};

template <typename T>
T share(T sum, int parts);

class Payment {
public:
    virtual ~Payment() = default;
    virtual int charge(int cents) = 0;
};

int run_memory(const std::string& name);
int run_arithmetic(const std::string& name);
int run_exceptions(const std::string& name);

}  // namespace shop
