// F and its powers. Part of fast_kernels_body.hpp, which says what may stand in here.
#pragma once
#include "training/fast_elementary.hpp"

namespace ulpfield::ULPFIELD_FAST_NAMESPACE {

namespace {

/// F as all vectors use it: q^(n-1) from the second bit of its exponent down, F' = n p.
template <class Real>
struct power_plan {
    int exponent;
    int top;
    Real below;
    Real n;
};
template <class Real>
ULPFIELD_INLINE void plan_for(fast_function<Real> const& F, power_plan<Real>& plan) {
    plan.exponent = F.n - 1;
    plan.top = plan.exponent <= 1 ? -1 : 30 - __builtin_clz(static_cast<unsigned>(plan.exponent));
    plan.below = F.below_zero_over_n;
    plan.n = static_cast<Real>(F.kind == fast_kind::exponential ? 1 : F.n);
}

/// The facts about F that are known when its loop is compiled.
struct known_function {
    fast_kind kind;
    bool third_order;  // n = 3: p = q^2 without a loop over bits
};

/// p of q: four vectors are enough multiplications under way.
template <class Real, known_function known, class Vectors>
ULPFIELD_INLINE void power_of(power_plan<Real> const& plan, Vectors& q, Vectors& p) {
    using V = whole_t<Real>;
    p = q;
    if constexpr (known.kind == fast_kind::exponential) {
        each<Real>(
            p, ULPFIELD_DO(V & x) { exp_of<Real>(x); });
    } else {
        if constexpr (known.third_order) {
            each<Real>(
                p, ULPFIELD_DO(V & x) { x = x * x; });
        } else {
            int const exponent = plan.exponent;
            if (exponent == 0)
                each<Real>(
                    p, ULPFIELD_DO(V & x) { x = ULPFIELD_ALL_OF(1); });
            for (int bit = plan.top; bit >= 0; --bit) {
                each<Real>(
                    p, ULPFIELD_DO(V & x) { x = x * x; });
                if ((exponent >> bit & 1) != 0)
                    each<Real>(
                        p, ULPFIELD_DO(V & x, V & y) { x = x * y; }, q);
            }
        }
        if constexpr (known.kind != fast_kind::polynomial)
            each<Real>(
                p,
                ULPFIELD_DO(V & x, V & y) {
                    V low = ULPFIELD_ALL_OF(plan.below);
                    keep_where<Real>(low, y < Real(0), x);
                    x = low;
                },
                q);
    }
}

/// F(q) out of q and p, in the place of q.
template <class Real, known_function known, class Vectors>
ULPFIELD_INLINE void value_of(power_plan<Real> const& plan, Vectors& q, Vectors& p) {
    using V = whole_t<Real>;
    each<Real>(
        q,
        ULPFIELD_DO(V & x, V & y) {
            if constexpr (known.kind == fast_kind::exponential) {
                x = y;
            } else if constexpr (known.kind == fast_kind::leaky) {
                // Below zero F = below_zero q = n p q.
                V linear = x * y * plan.n;
                keep_where<Real>(linear, x < Real(0), x * y);
                x = linear;
            } else {
                x = x * y;
            }
        },
        p);
}

}  // namespace

}  // namespace ulpfield::ULPFIELD_FAST_NAMESPACE
