// Compiled for processors with AVX2 where the processor family has them (CMakeLists.txt); elsewhere as the compiler
// can.
#define ULPFIELD_LANES_NAMESPACE lanes_avx2
#define ULPFIELD_LANES_BYTES 32
#include "rule/lane_sums_body.hpp"
#include "rule/memory_lanes_body.hpp"
#include "rule/power_sum_lanes_body.hpp"
#include "rule/walk_lanes_body.hpp"
