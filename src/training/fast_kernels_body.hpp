// Included by fast_kernels_*.cpp, each compiled for one processor, with ULPFIELD_FAST_NAMESPACE set. Nothing of the
// standard library in here: its inline functions would be shared with code that older processors run.
#pragma once
#include "training/fast_learn.hpp"
#include "training/fast_products.hpp"
#include "training/fast_step.hpp"

namespace ulpfield::ULPFIELD_FAST_NAMESPACE {

template <class Real>
fast_kernels<Real> const& kernels() {
    static constexpr fast_kernels<Real> all = {overlaps<Real>, learn<Real>,      tanh_all<Real>,
                                               exp_all<Real>,  add_others<Real>, step<Real>};
    return all;
}
template fast_kernels<float> const& kernels<float>();
template fast_kernels<double> const& kernels<double>();

}  // namespace ulpfield::ULPFIELD_FAST_NAMESPACE
