#include "training/fast_kernels.hpp"

namespace ulpfield {

namespace {

bool has_avx2() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

}  // namespace

template <class Real>
fast_kernels<Real> const& best_fast_kernels() {
    static fast_kernels<Real> const& best = has_avx2() ? fast_avx2::kernels<Real>() : fast_baseline::kernels<Real>();
    return best;
}
template fast_kernels<float> const& best_fast_kernels<float>();
template fast_kernels<double> const& best_fast_kernels<double>();

}  // namespace ulpfield
