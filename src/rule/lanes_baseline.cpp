#define ULPFIELD_LANES_NAMESPACE lanes_baseline
#define ULPFIELD_LANES_BYTES 16
#include "rule/lane_sums_body.hpp"
#include "rule/memory_lanes_body.hpp"
#include "rule/power_sum_lanes_body.hpp"
#include "rule/walk_lanes_body.hpp"
