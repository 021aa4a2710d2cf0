#define ULPFIELD_FAST_NAMESPACE fast_baseline
#include "training/fast_kernels_body.hpp"
