// One Monte Carlo trial at N = 784, n = 3, K = 15371 and at N = 200, K = 1258: against the loop of a textbook (doubles,
// std::pow, similarities once per memory, Eq. 4's two powers per neuron and memory) and against vectorised NumPy
// (capacity_monte_carlo_numpy.py, python3-numpy), each on one core.
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "bench/python_peer.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"

namespace {

double seconds(auto const& work) {
    auto const start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Wrong bits of memory 1 of K random ones; sum_mu F(zeta + R) - F(-zeta + R), all in double.
int textbook_trial(int N, int K, int n, std::mt19937_64& words) {
    std::vector<std::vector<double>> zeta(static_cast<std::size_t>(K),
                                          std::vector<double>(static_cast<std::size_t>(N)));
    for (auto& memory : zeta)
        for (double& bit : memory) bit = (words() & 1) != 0 ? 1.0 : -1.0;
    std::vector<double> const& state = zeta.front();
    std::vector<double> similarity;
    for (auto const& memory : zeta) {
        double sum = 0;
        for (std::size_t j = 0; j < memory.size(); ++j) sum += memory[j] * state[j];
        similarity.push_back(sum);
    }
    int wrong = 0;
    for (std::size_t i = 0; i < state.size(); ++i) {
        double field = 0;
        for (std::size_t mu = 0; mu < zeta.size(); ++mu) {
            double const rest = similarity[mu] - zeta[mu][i] * state[i];
            field += std::pow(zeta[mu][i] + rest, n) - std::pow(-zeta[mu][i] + rest, n);
        }
        wrong += (field >= 0 ? 1.0 : -1.0) != state[i] ? 1 : 0;
    }
    return wrong;
}

void compare(int N, int K, int trials) {
    using namespace ulpfield::capacity;
    setting const where{ulpfield::polynomial{3}, N};
    static_cast<void>(draw(where, K, 1, 0, 3));
    double const ours = seconds([&] { static_cast<void>(draw(where, K, 1, 0, trials)); }) / trials;
    std::mt19937_64 words(1);
    int const few = 2;
    double const textbook = seconds([&] {
                                for (int t = 0; t < few; ++t) static_cast<void>(textbook_trial(N, K, 3, words));
                            }) /
                            few;
    std::printf("N=%d K=%d n=3: %.1f us per trial; textbook loop %.0f us: %.0f times as long\n", N, K, ours * 1e6,
                textbook * 1e6, textbook / ours);
    std::fflush(stdout);
    // The script prints its seconds per trial, on one core as ours.
    auto const python = ulpfield::bench::python_with("numpy");
    if (!python) return static_cast<void>(std::puts("  no Python with NumPy is at hand: no ratio"));
    std::string const command = "OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 '" + *python + "' " + ULPFIELD_BENCH_DIR +
                                "/capacity_monte_carlo_numpy.py " + std::to_string(N) + " " + std::to_string(K) + " 3";
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe(popen(command.c_str(), "r"), pclose);
    std::array<char, 64> text{};
    if (pipe && std::fgets(text.data(), text.size(), pipe.get()) != nullptr)
        std::printf("  vectorised NumPy %.0f us: %.0f times as long\n", std::stod(text.data()) * 1e6,
                    std::stod(text.data()) / ours);
    else
        std::puts("  NumPy is not installed: no ratio");
}

}  // namespace

int main() {
    compare(784, 15371, 200);
    compare(200, 1258, 3000);
}
