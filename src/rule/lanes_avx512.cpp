// Compiled for processors with AVX512 where the processor family has them (CMakeLists.txt); elsewhere as the compiler
// can.
#define ULPFIELD_LANES_NAMESPACE lanes_avx512
#define ULPFIELD_LANES_BYTES 64
#include "rule/lane_sums_body.hpp"
#include "rule/memory_lanes_body.hpp"
#include "rule/power_sum_lanes_body.hpp"
#include "rule/walk_lanes_body.hpp"
