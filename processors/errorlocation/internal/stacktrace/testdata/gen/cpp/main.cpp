#include "shop.h"

int main(int argc, char** argv) {
    const std::string name = argc > 1 ? argv[1] : "";
    return shop::run_memory(name) + shop::run_arithmetic(name) + shop::run_exceptions(name);
}
