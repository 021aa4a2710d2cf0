// The erf table of K_max: n = 2..30 and six N at 100 digits, against one boost::math::erfc_inv per cell and mpmath.
// Prints seconds of this run and their ratios; run on a quiet machine.
#include <array>
#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/mpfr.hpp>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include "ulpfield/capacity/k_max.hpp"

namespace {

constexpr std::array<std::int64_t, 6> neurons{50, 100, 200, 400, 784, 1000};

double seconds(auto const& work) {
    auto const start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main() {
    using namespace ulpfield::capacity;
    using real =
        boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<105>, boost::multiprecision::et_off>;
    std::size_t length = 0;
    // The values themselves, without the trust column's estimate, which the peers do not have.
    double const ours = seconds([&] {
        for (std::int64_t const N : neurons)
            for (int n = 2; n <= 30; ++n)
                length +=
                    k_max_of_leading_order({ulpfield::polynomial{n}, N}, ulpfield::rational(1, 100), 100).text().size();
    });
    real sum = 0;
    double const boosted = seconds([&] {
        for (std::int64_t const N : neurons)
            for (int n = 2; n <= 30; ++n) {
                real const e = boost::math::erfc_inv(real(2) / (100 * N));
                real factorial = 1;
                for (int k = 2 * n - 3; k > 1; k -= 2) factorial *= k;
                sum += 1 + pow(real(N), n - 1) / (2 * factorial * e * e);
            }
    });
    std::string const program =
        "import time; from mpmath import *; mp.dps=100; t=time.time(); "
        "s=[nstr(1+mpf(N)**(n-1)/(2*fac2(2*n-3)*erfinv(1-mpf(2)/100/N)**2),100) "
        "for N in (50,100,200,400,784,1000) for n in range(2,31)]; print(time.time()-t)";
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe(
        popen(("python3 -c '" + program + "' 2>/dev/null").c_str(), "r"), pclose);
    std::array<char, 64> text{};
    bool const mpmath = pipe && std::fgets(text.data(), text.size(), pipe.get()) != nullptr;
    std::printf("174 cells at 100 digits: ulpfield %.4f s (%zu characters)\n", ours, length);
    std::printf("boost::math::erfc_inv per cell %.4f s: %.0f times as long\n", boosted, boosted / ours);
    if (mpmath)
        std::printf("mpmath per cell %.4f s: %.0f times as long\n", std::stod(text.data()),
                    std::stod(text.data()) / ours);
    else
        std::puts("mpmath is not installed: no ratio");
}
