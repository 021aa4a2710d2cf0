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

/// States to learn from; arrays of rows are `width` wide (a multiple of fast_lanes).
template <class Real>
struct fast_state {
    fast_function<Real> F;
    Real const* zeta = nullptr;  ///< memories of the trained neurons, `rows` rows
    Real const* s = nullptr;     ///< the states at the trained neurons, one every s_stride values
    Real const* t = nullptr;     ///< their answers, `rows` a state
    std::size_t states = 1;
    std::size_t s_stride = 0;
    std::size_t rows = 0;
    std::size_t width = 0;
    int m = 1;
    Real b = 1;
    Real B = 1;
    Real const* H = nullptr;    ///< a row per state: b sum_j s_j zeta_j over all neurons
    Real* W = nullptr;          ///< a row per state: F'(H) sum_i g_i s_i - sum_i g_i s_i F'(q_i)
    Real* own = nullptr;        ///< gradient of the trained neurons, to which 2 g_i F'(q_i) is added; null: loss alone
    Real* u = nullptr;          ///< the fields, `rows` padded to fast_lanes a state; null: not wanted
    Real* scratch = nullptr;    ///< fast_scratch(width) values
    Real loss = 0;              ///< to which the loss of each state is added, in order
    std::size_t subnormal = 0;  ///< powers that were subnormal are counted here, if `count`
    bool count = false;
};
/// Most neurons that are worked on together: their powers fit in the fastest memory. A multiple of fast_lanes.
template <class Real>
[[nodiscard]] constexpr std::size_t fast_group(std::size_t width) {
    std::size_t const lanes = fast_lanes<Real>;
    return 1280 / width < lanes ? lanes : 1280 / width / lanes * lanes;
}
/// States whose H, F(H) and W are at hand together.
inline constexpr std::size_t fast_block = 32;
template <class Real>
[[nodiscard]] constexpr std::size_t fast_scratch(std::size_t width) {
    return 2 * fast_block * (width + fast_lanes<Real>)+fast_group<Real>(width) * (width + 2 + fast_lanes<Real>);
}

/// One step of all memories.
template <class Real>
struct fast_step {
    Real momentum = 0;
    Real floor = 0;
    bool relative = false;
    bool normalised = true;
    Real rate = 0;
    std::size_t clamp_from = 0;
    std::size_t clamp_to = 0;
    // what it did, as step_outcome of learning_step.hpp
    Real largest = 0;
    bool zero = true;
    bool below_floor = true;
    bool not_a_number = false;
    bool absorbed = false;
};

/// Loops over the entries of rows. Elementwise, or summed in fixed lanes: the same bits on every processor, whichever
/// of the compiled variants runs.
template <class Real>
struct fast_kernels {
    /// H_a^mu = b sum_j s_aj zeta_j^mu over j in order, for P states; zeta: N rows.
    void (*overlaps)(Real const* zeta, Real const* s, std::size_t P, std::size_t N, std::size_t width, Real b, Real* H);
    /// Loss and gradient; with q = H - 2 b s_i zeta_i: u_i = s_i sum_mu F(H) - F(q), C = tanh(B u).
    void (*learn)(fast_state<Real>& state);
    /// x_i <- tanh x_i, `count` a multiple of fast_lanes; within 4 units in the last place.
    void (*tanh)(Real* x, std::size_t count);
    /// x_i <- e^(x_i), likewise; within 2 units in the last place, 3 where the result is subnormal.
    void (*exp)(Real* x, std::size_t count);
    /// gradient_k += sum_a s_ak W_a over a in order, for N rows and P states.
    void (*add_others)(Real* gradient, Real const* s, Real const* W, std::size_t P, std::size_t N, std::size_t width);
    /// learning_step.hpp, entry by entry; entries from K on are padding and stay 0. divisor: `width` values of scratch.
    void (*step)(fast_step<Real>& step, Real* zeta, Real* V, Real const* gradient, std::size_t N, std::size_t K,
                 std::size_t width, Real* divisor);
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
