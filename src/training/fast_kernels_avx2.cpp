// Compiled with -mavx2 where the processor family has it (CMakeLists.txt); elsewhere the same as the baseline.
#define ULPFIELD_FAST_NAMESPACE fast_avx2
#include "training/fast_kernels_body.hpp"
