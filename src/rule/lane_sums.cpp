#include "rule/lane_sums.hpp"

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

template <class Lane>
void sum_lanes(lane_sums<Lane>& request) {
    static auto* const best = has_lanes_avx512() ? lanes_avx512::sum<Lane>
                              : has_lanes_avx2() ? lanes_avx2::sum<Lane>
                                                 : lanes_baseline::sum<Lane>;
    best(request);
}
template void sum_lanes<float>(lane_sums<float>&);
template void sum_lanes<double>(lane_sums<double>&);

}  // namespace ulpfield
