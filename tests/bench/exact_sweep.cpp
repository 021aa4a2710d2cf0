// One asynchronous sweep over N neurons and K bipolar memories, started from a memory with a tenth of its bits flipped:
//   oracle   the exact oracle (filter, integers where it doubts)
//   double   incremental overlaps, powers multiplied out, a plain running sum: not exact
//   mpfr     the same in Boost's mpfr_float of 1024 bits: exact here, the peer a careful user would run
// Prints medians and, last, the ratios of one run. Speed is reported, never asserted.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <boost/multiprecision/mpfr.hpp>
#include <map>

#include "support/random_patterns.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace {

using namespace ulpfield;
using boost_mpfr =
    boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<308>, boost::multiprecision::et_off>;

struct problem {
    std::size_t N;
    std::size_t K;
    int n;
    memory_patterns memories;
    bipolar_state start;

    problem(std::size_t neurons, std::size_t count, int order) : N(neurons), K(count), n(order) {
        random_words words(1);
        bipolar_patterns patterns = test::random_bipolar(K, N, words);
        start = patterns.state(0);
        for (std::size_t i = 0; i < N / 10; ++i) start[i * 10] = static_cast<std::int8_t>(-start[i * 10]);
        memories = std::move(patterns);
    }
};

problem const& get(std::size_t N, std::size_t K, int n) {
    static std::map<std::tuple<std::size_t, std::size_t, int>, problem> problems;
    return problems.try_emplace({N, K, n}, N, K, n).first->second;
}

/// The sweep any user would write: overlaps kept, two powers per neuron and memory.
template <class Number>
std::size_t incremental_sweep(problem const& p) {
    auto const& zeta = std::get<bipolar_patterns>(p.memories);
    bipolar_state sigma = p.start;
    std::vector<int> overlap(p.K, 0);
    for (std::size_t mu = 0; mu < p.K; ++mu)
        for (std::size_t i = 0; i < p.N; ++i) overlap[mu] += zeta.at(mu, i) * sigma[i];
    std::size_t flips = 0;
    for (std::size_t i = 0; i < p.N; ++i) {
        Number u(0);
        for (std::size_t mu = 0; mu < p.K; ++mu) {
            int const z = zeta.at(mu, i);
            int const R = overlap[mu] - z * sigma[i];
            if constexpr (std::is_same_v<Number, double>)
                u += binary_power(static_cast<double>(R + z), p.n) - binary_power(static_cast<double>(R - z), p.n);
            else
                u += Number(pow(Number(R + z), p.n)) - Number(pow(Number(R - z), p.n));
        }
        int const value = u >= 0 ? 1 : -1;
        if (value == sigma[i]) continue;
        for (std::size_t mu = 0; mu < p.K; ++mu) overlap[mu] += 2 * value * zeta.at(mu, i);
        sigma[i] = static_cast<std::int8_t>(value);
        ++flips;
    }
    return flips;
}

std::size_t oracle_sweep(problem const& p, oracle& exact) {
    bipolar_state sigma = p.start;
    exact.set_state(sigma);
    std::size_t flips = 0;
    for (std::size_t i = 0; i < p.N; ++i) {
        int const value = exact.sign(i) >= 0 ? 1 : -1;
        if (value == sigma[i]) continue;
        sigma[i] = static_cast<std::int8_t>(value);
        exact.flip(i);
        ++flips;
    }
    return flips;
}

void exact_oracle(benchmark::State& state) {
    problem const& p = get(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)),
                           static_cast<int>(state.range(2)));
    auto const exact = make_oracle(polynomial{p.n}, {1, 1}, p.memories);
    for (auto _ : state) benchmark::DoNotOptimize(oracle_sweep(p, *exact));
}

template <class Number>
void incremental(benchmark::State& state) {
    problem const& p = get(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)),
                           static_cast<int>(state.range(2)));
    for (auto _ : state) benchmark::DoNotOptimize(incremental_sweep<Number>(p));
}

/// Keeps the median of every benchmark, prints the ratios at the end.
class ratio_reporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(std::vector<Run> const& runs) override {
        benchmark::ConsoleReporter::ReportRuns(runs);
        for (Run const& run : runs)
            if (run.run_type == Run::RT_Aggregate && run.aggregate_name == "median")
                medians_[run.run_name.str()] = run.GetAdjustedRealTime();
    }
    void print_ratios() const {
        for (auto const& [name, time] : medians_) {
            if (!name.starts_with("oracle")) continue;
            std::string const sizes = name.substr(name.find('/'));
            for (char const* peer : {"double", "mpfr1024"})
                if (auto const found = medians_.find(peer + sizes); found != medians_.end())
                    fmt::print("{}: {} / oracle = {:.1f}\n", sizes.substr(1), peer, found->second / time);
        }
    }

private:
    std::map<std::string, double> medians_;
};

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    for (auto const& [N, K, n] : {std::tuple(784, 1000, 30), std::tuple(784, 1000, 3), std::tuple(100, 20, 30)}) {
        auto const configure = [N = N, K = K, n = n](benchmark::internal::Benchmark* each) {
            each->Args({N, K, n})
                ->Unit(benchmark::kMicrosecond)
                ->Repetitions(5)
                ->ReportAggregatesOnly(true)
                ->UseRealTime();
        };
        configure(benchmark::RegisterBenchmark("oracle", exact_oracle));
        configure(benchmark::RegisterBenchmark("double", incremental<double>));
        configure(benchmark::RegisterBenchmark("mpfr1024", incremental<boost_mpfr>));
    }
    ratio_reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratios();
}
