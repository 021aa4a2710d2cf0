// Matrix products. Part of fast_kernels_body.hpp, which says what may stand in here.
#pragma once
#include "kernels/training/fast_vectors.hpp"

namespace ulpfield::ULPFIELD_FAST_NAMESPACE {

namespace {

/// Four rows of `out`, or one, at `vectors` of them: the sums stay in registers while j runs.
template <class Real, bool four, class Vectors>
ULPFIELD_INLINE void product_block(Real const* rows, Real const* factor, std::size_t stride_out, std::size_t stride_in,
                                   std::size_t in_count, std::size_t width, Real* to) {
    using V = whole_t<Real>;
    Vectors sum_0, sum_1, sum_2, sum_3;
    load<Real>(sum_0, to);
    if constexpr (four) {
        load<Real>(sum_1, to + width);
        load<Real>(sum_2, to + 2 * width);
        load<Real>(sum_3, to + 3 * width);
    }
    for (std::size_t j = 0; j < in_count; ++j, factor += stride_in, rows += width) {
        Vectors z;
        load<Real>(z, rows);
        if constexpr (four)
            each<Real>(
                z,
                ULPFIELD_DO(V & x, V & y_0, V & y_1, V & y_2, V & y_3) {
                    y_0 += factor[0] * x;
                    y_1 += factor[stride_out] * x;
                    y_2 += factor[2 * stride_out] * x;
                    y_3 += factor[3 * stride_out] * x;
                },
                sum_0, sum_1, sum_2, sum_3);
        else
            each<Real>(
                z, ULPFIELD_DO(V & x, V & y) { y += factor[0] * x; }, sum_0);
    }
    store<Real>(to, sum_0);
    if constexpr (four) {
        store<Real>(to + width, sum_1);
        store<Real>(to + 2 * width, sum_2);
        store<Real>(to + 3 * width, sum_3);
    }
}

/// out_a += sum_j s[a stride_out + j stride_in] rows_j over j in order, four rows of out at a time: each row is read
/// once for them.
template <class Real>
ULPFIELD_INLINE void product(Real const* rows, Real const* s, std::size_t stride_out, std::size_t stride_in,
                             std::size_t out_count, std::size_t in_count, std::size_t width, Real* out) {
    std::size_t a = 0;
    for (; a + 4 <= out_count; a += 4)
        over_row<Real, 2>(
            0, width, ULPFIELD_DO(auto vectors, std::size_t mu) {
                product_block<Real, true, typename decltype(vectors)::type>(
                    rows + mu, s + a * stride_out, stride_out, stride_in, in_count, width, out + a * width + mu);
            });
    for (; a < out_count; ++a)
        over_row<Real, 4>(
            0, width, ULPFIELD_DO(auto vectors, std::size_t mu) {
                product_block<Real, false, typename decltype(vectors)::type>(
                    rows + mu, s + a * stride_out, stride_out, stride_in, in_count, width, out + a * width + mu);
            });
}

template <class Real>
void overlaps(Real const* zeta, Real const* s, std::size_t P, std::size_t N, std::size_t width, Real b, Real* H) {
    for (std::size_t e = 0; e < P * width; ++e) H[e] = 0;
    product<Real>(zeta, s, N, 1, P, N, width, H);
    for (std::size_t e = 0; e < P * width; ++e) H[e] = b * H[e];
}

template <class Real>
void add_others(Real* gradient, Real const* s, Real const* W, std::size_t P, std::size_t N, std::size_t width) {
    product<Real>(W, s, 1, N, N, P, width, gradient);
}

}  // namespace

}  // namespace ulpfield::ULPFIELD_FAST_NAMESPACE
