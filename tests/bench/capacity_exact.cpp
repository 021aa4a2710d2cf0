// The exact P_error at the two settings of Gao & Lin's Example 2.1, at 10, 15 and 50 digits.
#include <chrono>
#include <cstdio>

#include "ulpfield/capacity/bit_error.hpp"

int main() {
    using namespace ulpfield::capacity;
    for (auto const& [N, K] : {std::pair{784, 15371}, std::pair{200, 1258}})
        for (int const digits : {10, 15, 50}) {
            auto const start = std::chrono::steady_clock::now();
            answer const value = bit_error({ulpfield::polynomial{3}, N}, K).error(method::exact, digits);
            double const ms = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() * 1e3;
            std::printf("N=%d K=%d n=3, %d digits: %.1f ms  %s\n", N, K, digits, ms, value.text().c_str());
        }
}
