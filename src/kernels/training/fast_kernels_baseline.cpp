#define ULPFIELD_FAST_NAMESPACE fast_baseline
#include "kernels/training/fast_kernels_body.hpp"
