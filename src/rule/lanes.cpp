#include "rule/lane_sums.hpp"

#include "rule/memory_lanes.hpp"
#include "rule/power_sum_lanes.hpp"
#include "rule/walk_lanes.hpp"

namespace ulpfield {

#if defined(__x86_64__)
bool has_lanes_avx2() { return __builtin_cpu_supports("avx2") != 0; }
bool has_lanes_avx512() {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
           __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512bw") != 0;
}
#else
bool has_lanes_avx2() { return false; }
bool has_lanes_avx512() { return false; }
#endif

namespace {

/// Of three variants the one that this processor runs best.
template <class Variant>
Variant* best_of(Variant* baseline, Variant* avx2, Variant* avx512) {
    return has_lanes_avx512() ? avx512 : has_lanes_avx2() ? avx2 : baseline;
}

}  // namespace

template <class Lane>
void sum_lanes(lane_sums<Lane>& request) {
    static auto* const best = best_of(lanes_baseline::sum<Lane>, lanes_avx2::sum<Lane>, lanes_avx512::sum<Lane>);
    best(request);
}
template <class Lane>
void similarities(similarity_lanes<Lane>& request) {
    static auto* const best =
        best_of(lanes_baseline::similarities<Lane>, lanes_avx2::similarities<Lane>, lanes_avx512::similarities<Lane>);
    best(request);
}
template <class Lane>
void power_terms(term_lanes<Lane>& request) {
    static auto* const best =
        best_of(lanes_baseline::power_terms<Lane>, lanes_avx2::power_terms<Lane>, lanes_avx512::power_terms<Lane>);
    best(request);
}
template <class Lane>
void sum_columns(lane_sums<Lane>& request) {
    static auto* const best =
        best_of(lanes_baseline::sum_columns<Lane>, lanes_avx2::sum_columns<Lane>, lanes_avx512::sum_columns<Lane>);
    best(request);
}
template <class Int>
void walk_back(walk_lanes<Int> const& walk) {
    static auto* const best =
        best_of(lanes_baseline::walk_back<Int>, lanes_avx2::walk_back<Int>, lanes_avx512::walk_back<Int>);
    best(walk);
}
template <class Int>
void walk_on(walk_lanes<Int> const& walk, std::size_t from, std::size_t to) {
    static auto* const best =
        best_of(lanes_baseline::walk_on<Int>, lanes_avx2::walk_on<Int>, lanes_avx512::walk_on<Int>);
    best(walk, from, to);
}
template <class Int>
void walk_at(walk_lanes<Int> const& walk, std::size_t i, Int* index) {
    static auto* const best =
        best_of(lanes_baseline::walk_at<Int>, lanes_avx2::walk_at<Int>, lanes_avx512::walk_at<Int>);
    best(walk, i, index);
}
void turn_overlaps(int* s, unsigned long long const* column, std::size_t padded, int step) {
    static auto* const best =
        best_of(lanes_baseline::turn_overlaps, lanes_avx2::turn_overlaps, lanes_avx512::turn_overlaps);
    best(s, column, padded, step);
}
void sum_powers(power_sum_lanes& request) {
    static auto* const best = best_of(lanes_baseline::sum_powers, lanes_avx2::sum_powers, lanes_avx512::sum_powers);
    best(request);
}
template void sum_columns<float>(lane_sums<float>&);
template void sum_columns<double>(lane_sums<double>&);
template void walk_back<short>(walk_lanes<short> const&);
template void walk_back<int>(walk_lanes<int> const&);
template void walk_on<short>(walk_lanes<short> const&, std::size_t, std::size_t);
template void walk_on<int>(walk_lanes<int> const&, std::size_t, std::size_t);
template void walk_at<short>(walk_lanes<short> const&, std::size_t, short*);
template void walk_at<int>(walk_lanes<int> const&, std::size_t, int*);
template void similarities<float>(similarity_lanes<float>&);
template void similarities<double>(similarity_lanes<double>&);
template void power_terms<float>(term_lanes<float>&);
template void power_terms<double>(term_lanes<double>&);
template void sum_lanes<float>(lane_sums<float>&);
template void sum_lanes<double>(lane_sums<double>&);

}  // namespace ulpfield
