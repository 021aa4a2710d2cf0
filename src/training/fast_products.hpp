// Matrix products. Part of fast_kernels_body.hpp, which says what may stand in here.
#pragma once
#include "training/fast_vectors.hpp"

namespace ulpfield::ULPFIELD_FAST_NAMESPACE {

namespace {

/// Rows that are taken together: what is read of them stays in the fastest memory.
inline constexpr std::size_t product_depth = 256;

/// Four rows of `out`, or one, at some vectors of them: the sums stay in registers while j runs.
template <class Real, bool four, class Vectors>
ULPFIELD_INLINE void product_block(Real const* rows, std::size_t stride_rows, Real const* factor,
                                   std::size_t stride_out, std::size_t stride_in, std::size_t in_count,
                                   std::size_t width, Real* to) {
    using V = whole_t<Real>;
    Vectors sum_0, sum_1, sum_2, sum_3;
    load<Real>(sum_0, to);
    if constexpr (four) {
        load<Real>(sum_1, to + width);
        load<Real>(sum_2, to + 2 * width);
        load<Real>(sum_3, to + 3 * width);
    }
    for (std::size_t j = 0; j < in_count; ++j, factor += stride_in, rows += stride_rows) {
        Vectors z;
        load<Real>(z, rows);
        auto const add = ULPFIELD_DO(Real f, Vectors & sum) {
            each<Real>(
                z, ULPFIELD_DO(V & x, V & y) { y += f * x; }, sum);
        };
        add(factor[0], sum_0);
        if constexpr (four) {
            add(factor[stride_out], sum_1);
            add(factor[2 * stride_out], sum_2);
            add(factor[3 * stride_out], sum_3);
        }
    }
    store<Real>(to, sum_0);
    if constexpr (four) {
        store<Real>(to + width, sum_1);
        store<Real>(to + 2 * width, sum_2);
        store<Real>(to + 3 * width, sum_3);
    }
}

/// out_a += sum_j s[a stride_out + j stride_in] rows_j over j in order, four rows of out at a time. Where that pays,
/// the columns that are worked on are copied out of the rows: then they lie behind each other.
template <class Real>
ULPFIELD_INLINE void product(Real const* rows, Real const* s, std::size_t stride_out, std::size_t stride_in,
                             std::size_t out_count, std::size_t in_count, std::size_t width, Real* out) {
    if (out_count < 8) {
        for (std::size_t a = 0; a < out_count; ++a)
            over_row<Real, 8>(
                0, width, ULPFIELD_DO(auto vectors, std::size_t mu) {
                    product_block<Real, false, typename decltype(vectors)::type>(rows + mu, width, s + a * stride_out,
                                                                                 stride_out, stride_in, in_count, width,
                                                                                 out + a * width + mu);
                });
        return;
    }
    alignas(64) Real copied[product_depth * 3 * L<Real>];
    for (std::size_t from = 0; from < in_count; from += product_depth) {
        std::size_t const depth = in_count - from < product_depth ? in_count - from : product_depth;
        over_row<Real, 3>(
            0, width, ULPFIELD_DO(auto vectors, std::size_t mu) {
                using Vectors = typename decltype(vectors)::type;
                constexpr std::size_t columns = Vectors::vectors * L<Real>;
                for (std::size_t j = 0; j < depth; ++j) {
                    Vectors z;
                    load<Real>(z, rows + (from + j) * width + mu);
                    store<Real>(copied + j * columns, z);
                }
                Real const* const factor = s + from * stride_in;
                std::size_t a = 0;
                for (; a + 4 <= out_count; a += 4)
                    product_block<Real, true, Vectors>(copied, columns, factor + a * stride_out, stride_out, stride_in,
                                                       depth, width, out + a * width + mu);
                for (; a < out_count; ++a)
                    product_block<Real, false, Vectors>(copied, columns, factor + a * stride_out, stride_out, stride_in,
                                                        depth, width, out + a * width + mu);
            });
    }
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
