// A boundary of sums: predicted in as many steps as binades, observed by running all K additions. The ratio
// of the two is what the prediction saves; finite-term (no sum) is the base line of both.
#include <benchmark/benchmark.h>

#include "ulpfield/boundary/observation.hpp"
#include "ulpfield/boundary/prediction.hpp"

using namespace ulpfield;

namespace {

boundary_setting setting_of(char const* format, std::int64_t K) {
    return {{parse_format(format), raw{}, power_method::pow, 784, {}}, polynomial{1}, K};
}

void by_prediction(benchmark::State& state, char const* format, boundary_quantity quantity) {
    boundary_setting const setting = setting_of(format, state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(predict(setting, quantity, {}));
}
void by_observation(benchmark::State& state, char const* format, boundary_quantity quantity) {
    boundary_setting const setting = setting_of(format, state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(observe(setting, quantity, {}));
}

}  // namespace

BENCHMARK_CAPTURE(by_prediction, term_fp64, "fp64", boundary_quantity::finite_term)
    ->Arg(1)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(by_observation, term_fp64, "fp64", boundary_quantity::finite_term)
    ->Arg(1)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(by_prediction, sum_fp64, "fp64", boundary_quantity::finite_sum)
    ->Arg(1000)
    ->Arg(1000000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(by_observation, sum_fp64, "fp64", boundary_quantity::finite_sum)
    ->Arg(1000)
    ->Arg(1000000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(by_prediction, sum_fp128, "fp128", boundary_quantity::finite_sum)
    ->Arg(1000)
    ->Arg(100000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(by_observation, sum_fp128, "fp128", boundary_quantity::finite_sum)
    ->Arg(1000)
    ->Arg(100000)
    ->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();
