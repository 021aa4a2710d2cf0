#pragma once
#include <cstddef>

namespace ulpfield {

/// Kinds of F the fast kernels know.
enum class fast_kind { polynomial, rectified, leaky, exponential };

/// F in a machine format: F(q) = q p, F'(q) = n p with p = q^(n-1) (below zero: p = below_zero/n, or 0); exponential:
/// F = F' = p = e^q, n = 1.
template <class Real>
struct fast_function {
    fast_kind kind = fast_kind::polynomial;
    int n = 2;
    Real below_zero_over_n = 0;
};

/// Rows of memories are padded with zeros to whole vectors of 32 bytes.
template <class Real>
inline constexpr std::size_t fast_lanes = 32 / sizeof(Real);

/// Loops over the entries of rows of `width` values (a multiple of fast_lanes). Elementwise, or summed in fixed lanes:
/// the same bits on every processor, whichever of the compiled variants runs.
template <class Real>
struct fast_kernels {
    /// H_mu = b sum_j s_j zeta_j^mu over j in order; zeta: N rows.
    void (*overlaps)(Real const* zeta, Real const* s, std::size_t N, std::size_t width, Real b, Real* H);
    /// For each of `rows` neurons: q = H - 2 b s_i zeta_i, powers p(q) into P, u_i = s_i sum_mu F(H) - F(q).
    /// p(H) into PH. Scratch: rows x width + width values.
    void (*fields)(fast_function<Real> const& F, Real const* zeta, Real const* s, std::size_t rows, std::size_t width,
                   Real b, Real const* H, Real* PH, Real* P, Real* u, Real* scratch);
    /// x_i <- tanh x_i, `count` a multiple of fast_lanes; within 4 units in the last place.
    void (*tanh)(Real* x, std::size_t count);
    /// W_mu = total p(H)_mu - sum_i c_i P_i^mu over i in order.
    void (*weights)(Real const* P, Real const* c, std::size_t rows, std::size_t width, Real const* PH, Real total,
                    Real* W);
    /// gradient_k += s_k W + twice_g_k P_k for `rows` neurons.
    void (*add_own)(Real* gradient, Real const* s, Real const* W, Real const* twice_g, Real const* P, std::size_t rows,
                    std::size_t width);
    /// gradient_k += s_k W for `rows` neurons that are not trained.
    void (*add_others)(Real* gradient, Real const* s, Real const* W, std::size_t rows, std::size_t width);
};

/// Those this processor runs best.
template <class Real>
[[nodiscard]] fast_kernels<Real> const& best_fast_kernels();

namespace fast_baseline {
template <class Real>
[[nodiscard]] fast_kernels<Real> const& kernels();
}
namespace fast_avx2 {
template <class Real>
[[nodiscard]] fast_kernels<Real> const& kernels();
}

}  // namespace ulpfield
