// Included by fast_kernels_*.cpp, each compiled for one processor, with ULPFIELD_FAST_NAMESPACE set. Nothing of the
// standard library in here: its inline functions would be shared with code that older processors run.
#include "kernels/training/fast_kernels.hpp"

namespace ulpfield::ULPFIELD_FAST_NAMESPACE {

namespace {

template <class Real>
struct vector_of;
template <>
struct vector_of<double> {
    typedef double whole __attribute__((vector_size(32)));
    typedef unsigned long long bits __attribute__((vector_size(32)));
    static constexpr double shift = 0x1.8p52;
    static constexpr int significand_bits = 52;
    static constexpr unsigned long long sign_bit = 1ULL << 63;
    static constexpr unsigned long long bias = 1023;
    static constexpr double log2_e = 0x1.71547652b82fep+0;
    static constexpr double ln2_high = 0x1.62e42feep-1;
    static constexpr double ln2_low = 0x1.a39ef35793c76p-33;
    static constexpr double tanh_is_one = 22;  // 1 - tanh 22 < 2^-54
    static constexpr double exp_limit = 800;
    static constexpr int terms = 13;  // 0.3466^13 / 14! < 2^-56
};
template <>
struct vector_of<float> {
    typedef float whole __attribute__((vector_size(32)));
    typedef unsigned int bits __attribute__((vector_size(32)));
    static constexpr float shift = 0x1.8p23F;
    static constexpr int significand_bits = 23;
    static constexpr unsigned int sign_bit = 1U << 31;
    static constexpr unsigned int bias = 127;
    static constexpr float log2_e = 0x1.715476p+0F;
    static constexpr float ln2_high = 0.693359375F;
    static constexpr float ln2_low = -2.12194440e-4F;
    static constexpr float tanh_is_one = 10;  // 1 - tanh 10 < 2^-25
    static constexpr float exp_limit = 200;
    static constexpr int terms = 8;  // 0.3466^8 / 9! < 2^-28
};

template <class Real>
using whole_t = typename vector_of<Real>::whole;
template <class Real>
using bits_t = typename vector_of<Real>::bits;

template <class Real>
inline constexpr std::size_t L = fast_lanes<Real>;

#define ULPFIELD_INLINE __attribute__((always_inline)) inline

template <class Real>
ULPFIELD_INLINE void load(whole_t<Real>& v, Real const* from) {
    __builtin_memcpy(&v, from, sizeof v);
}
template <class Real>
ULPFIELD_INLINE void store(Real* to, whole_t<Real> const& v) {
    __builtin_memcpy(to, &v, sizeof v);
}
/// One value in every lane. No function: vectors are not returned by value where the processor may lack them.
#define ULPFIELD_ALL_OF(value) (whole_t<Real>{} + static_cast<Real>(value))
template <class Real>
ULPFIELD_INLINE Real total(whole_t<Real> const& v) {
    if constexpr (L<Real> == 4)
        return (v[0] + v[1]) + (v[2] + v[3]);
    else
        return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
}
/// The first `left` values; lanes beyond keep what they hold.
template <class Real>
ULPFIELD_INLINE void load_some(whole_t<Real>& v, Real const* from, std::size_t left) {
    if (left >= L<Real>)
        load<Real>(v, from);
    else
        for (std::size_t k = 0; k < left; ++k) v[k] = from[k];
}
/// The totals of as many vectors as there are lanes, one a lane.
template <class Real>
ULPFIELD_INLINE void fold(Real const* vectors, whole_t<Real>& totals) {
    using V = whole_t<Real>;
    if constexpr (L<Real> == 4) {
        V a, b, c, d;
        load<Real>(a, vectors);
        load<Real>(b, vectors + 4);
        load<Real>(c, vectors + 8);
        load<Real>(d, vectors + 12);
        V const ab = __builtin_shufflevector(a, b, 0, 4, 2, 6) + __builtin_shufflevector(a, b, 1, 5, 3, 7);
        V const cd = __builtin_shufflevector(c, d, 0, 4, 2, 6) + __builtin_shufflevector(c, d, 1, 5, 3, 7);
        totals = __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    } else {
        for (std::size_t k = 0; k < L<Real>; ++k) {
            V v;
            load<Real>(v, vectors + k * L<Real>);
            totals[k] = total<Real>(v);
        }
    }
}
/// Where the mask is set a, elsewhere b; into a.
template <class Real>
ULPFIELD_INLINE void keep_where(whole_t<Real>& a, bits_t<Real> const& mask, whole_t<Real> const& b) {
    a = (whole_t<Real>)(((bits_t<Real>)a & mask) | ((bits_t<Real>)b & ~mask));
}

/// y = k ln 2 + r, |r| <= ln 2 / 2; p = e^r - 1. k also as shift + k, whose low bits hold it.
template <class Real>
ULPFIELD_INLINE void reduce(whole_t<Real> const& y, whole_t<Real>& shifted, whole_t<Real>& k, whole_t<Real>& p) {
    using of = vector_of<Real>;
    shifted = y * of::log2_e + of::shift;
    k = shifted - of::shift;
    whole_t<Real> const r = (y - k * of::ln2_high) - k * of::ln2_low;
    // Horner on sum_{j=2..terms} r^(j-2)/j!
    constexpr double inverse_factorials[] = {1.0 / 2,       1.0 / 6,        1.0 / 24,        1.0 / 120,
                                             1.0 / 720,     1.0 / 5040,     1.0 / 40320,     1.0 / 362880,
                                             1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0};
    whole_t<Real> tail = ULPFIELD_ALL_OF(static_cast<Real>(inverse_factorials[of::terms - 2]));
    for (int j = of::terms - 3; j >= 0; --j) tail = tail * r + static_cast<Real>(inverse_factorials[j]);
    p = r + r * r * tail;
}

template <class Real>
ULPFIELD_INLINE void tanh_of(whole_t<Real>& v) {
    using of = vector_of<Real>;
    bits_t<Real> const sign = (bits_t<Real>)v & of::sign_bit;
    whole_t<Real> const size = (whole_t<Real>)((bits_t<Real>)v & ~of::sign_bit);
    whole_t<Real> capped = ULPFIELD_ALL_OF(of::tanh_is_one);  // NaN stays NaN
    keep_where<Real>(capped, (bits_t<Real>)(size > of::tanh_is_one), size);
    whole_t<Real> shifted;
    whole_t<Real> k;
    whole_t<Real> p;
    reduce<Real>(capped * Real(-2), shifted, k, p);
    whole_t<Real> const scale = (whole_t<Real>)(((bits_t<Real>)shifted + of::bias) << of::significand_bits);
    whole_t<Real> const t = scale * p + (scale - Real(1));  // e^(-2|v|) - 1
    whole_t<Real> const result = -t / (Real(2) + t);
    v = (whole_t<Real>)(((bits_t<Real>)result & ~of::sign_bit) | sign);
}

template <class Real>
ULPFIELD_INLINE void exp_of(whole_t<Real>& v) {
    using of = vector_of<Real>;
    whole_t<Real> high = ULPFIELD_ALL_OF(of::exp_limit);
    keep_where<Real>(high, (bits_t<Real>)(v > of::exp_limit), v);
    whole_t<Real> y = ULPFIELD_ALL_OF(-of::exp_limit);
    keep_where<Real>(y, (bits_t<Real>)(high < -of::exp_limit), high);
    whole_t<Real> shifted;
    whole_t<Real> k;
    whole_t<Real> p;
    reduce<Real>(y, shifted, k, p);
    // 2^k in two steps, so that both are numbers and what is too large or too small comes out so.
    whole_t<Real> const half_shifted = k * Real(0.5) + of::shift;
    whole_t<Real> const rest_shifted = (k - (half_shifted - of::shift)) + of::shift;
    whole_t<Real> const first = (whole_t<Real>)(((bits_t<Real>)half_shifted + of::bias) << of::significand_bits);
    whole_t<Real> const second = (whole_t<Real>)(((bits_t<Real>)rest_shifted + of::bias) << of::significand_bits);
    v = (Real(1) + p) * first * second;
}

/// Four vectors, named: an array that lives through a loop of unknown length would be kept in memory.
template <class Real>
struct four {
    whole_t<Real> a, b, c, d;
};
template <class Real>
ULPFIELD_INLINE void load(four<Real>& v, Real const* from) {
    load<Real>(v.a, from);
    load<Real>(v.b, from + L<Real>);
    load<Real>(v.c, from + 2 * L<Real>);
    load<Real>(v.d, from + 3 * L<Real>);
}
template <class Real>
ULPFIELD_INLINE void store(Real* to, four<Real> const& v) {
    store<Real>(to, v.a);
    store<Real>(to + L<Real>, v.b);
    store<Real>(to + 2 * L<Real>, v.c);
    store<Real>(to + 3 * L<Real>, v.d);
}
template <class Real>
ULPFIELD_INLINE void add_to(whole_t<Real>& sum, whole_t<Real> const& v) {
    sum += v;
}
template <class Real>
ULPFIELD_INLINE void add_to(whole_t<Real>& sum, four<Real> const& v) {
    sum += (v.a + v.b) + (v.c + v.d);
}
/// Does the same to one vector, or to each of four and its companions.
template <class Real, class Do, class... Others>
ULPFIELD_INLINE void each(whole_t<Real>& v, Do const& work, Others&... others) {
    work(v, others...);
}
template <class Real, class Do, class... Others>
ULPFIELD_INLINE void each(four<Real>& v, Do const& work, Others&... others) {
    work(v.a, others.a...);
    work(v.b, others.b...);
    work(v.c, others.c...);
    work(v.d, others.d...);
}
#define ULPFIELD_DO(...) [&](__VA_ARGS__) __attribute__((always_inline))

/// Stands for a type in a call; vectors themselves are not passed by value.
template <class Vectors>
struct as {
    using type = Vectors;
};

/// Calls some(as<vectors>, from) over a row of `width` values: four vectors at a time as long as they fit, then one.
template <class Real, class Some>
ULPFIELD_INLINE void over_row(std::size_t width, Some const& some) {
    std::size_t at = 0;
    for (; at + 4 * L<Real> <= width; at += 4 * L<Real>) some(as<four<Real>>{}, at);
    for (; at < width; at += L<Real>) some(as<whole_t<Real>>{}, at);
}

/// p of q: four vectors are enough multiplications under way.
template <class Real, fast_kind kind, class Vectors>
ULPFIELD_INLINE void power_of(Vectors& q, Vectors& p, int exponent, int top, Real below) {
    using V = whole_t<Real>;
    p = q;
    if constexpr (kind == fast_kind::exponential) {
        each<Real>(
            p, ULPFIELD_DO(V & x) { exp_of<Real>(x); });
    } else {
        if (exponent == 0)
            each<Real>(
                p, ULPFIELD_DO(V & x) { x = ULPFIELD_ALL_OF(1); });
        for (int bit = top; bit >= 0; --bit) {
            each<Real>(
                p, ULPFIELD_DO(V & x) { x = x * x; });
            if ((exponent >> bit & 1) != 0)
                each<Real>(
                    p, ULPFIELD_DO(V & x, V & y) { x = x * y; }, q);
        }
        if constexpr (kind != fast_kind::polynomial)
            each<Real>(
                p,
                ULPFIELD_DO(V & x, V & y) {
                    V low = ULPFIELD_ALL_OF(below);
                    keep_where<Real>(low, (bits_t<Real>)(y < Real(0)), x);
                    x = low;
                },
                q);
    }
}

/// F(q) out of q and p.
template <class Real, fast_kind kind>
ULPFIELD_INLINE void value_of(whole_t<Real> const& q, whole_t<Real> const& p, Real n, whole_t<Real>& F) {
    if constexpr (kind == fast_kind::exponential) {
        F = p;
    } else if constexpr (kind == fast_kind::leaky) {
        // Below zero F = below_zero q = n p q.
        whole_t<Real> linear = q * p * n;
        keep_where<Real>(linear, (bits_t<Real>)(q < Real(0)), q * p);
        F = linear;
    } else {
        F = q * p;
    }
}

template <class Real>
ULPFIELD_INLINE std::size_t subnormals_in(Real const* p, std::size_t count) {
    constexpr Real least = sizeof(Real) == 8 ? static_cast<Real>(0x1p-1022) : static_cast<Real>(0x1p-126F);
    std::size_t found = 0;
    for (std::size_t k = 0; k < count; ++k) found += p[k] != 0 && p[k] < least && p[k] > -least ? 1 : 0;
    return found;
}

template <class Real, fast_kind kind>
ULPFIELD_INLINE Real learn_as(fast_state<Real>& state) {
    std::size_t const width = state.width;
    std::size_t const group = fast_group<Real>(width);
    Real* const PH = state.scratch;
    Real* const FH = PH + width;
    Real* const P = FH + width;
    Real* const sums = P + group * width;
    Real* const c = sums + group * L<Real>;
    Real* const twice_g = c + group;
    Real const below = state.F.below_zero_over_n;
    int const exponent = state.F.n - 1;
    int const top = exponent <= 1 ? -1 : 30 - __builtin_clz(static_cast<unsigned>(exponent));
    auto const n = static_cast<Real>(kind == fast_kind::exponential ? 1 : state.F.n);
    using V = whole_t<Real>;
    over_row<Real>(
        width, ULPFIELD_DO(auto vectors, std::size_t mu) {
            typename decltype(vectors)::type q, p;
            load<Real>(q, state.H + mu);
            power_of<Real, kind>(q, p, exponent, top, below);
            store<Real>(PH + mu, p);
            each<Real>(
                q,
                ULPFIELD_DO(V & x, V & y) {
                    V const arg = x;
                    value_of<Real, kind>(arg, y, n, x);
                },
                p);
            store<Real>(FH + mu, q);
        });
    if (state.count) state.subnormal += subnormals_in<Real>(PH, width);
    if (state.own != nullptr)
        for (std::size_t mu = 0; mu < width; ++mu) state.W[mu] = 0;
    V loss = {};
    V sum_c = {};
    for (std::size_t from = 0; from < state.rows; from += group) {
        std::size_t const rows = state.rows - from < group ? state.rows - from : group;
        for (std::size_t r = 0; r < rows; ++r) {
            Real const twice = -2 * state.b * state.s[from + r];
            Real const* const z = state.zeta + (from + r) * width;
            V sum = {};
            over_row<Real>(
                width, ULPFIELD_DO(auto vectors, std::size_t mu) {
                    typename decltype(vectors)::type q, p, f;
                    load<Real>(q, z + mu);
                    load<Real>(f, state.H + mu);
                    each<Real>(
                        q, ULPFIELD_DO(V & x, V & h) { x = h + twice * x; }, f);
                    power_of<Real, kind>(q, p, exponent, top, below);
                    store<Real>(P + r * width + mu, p);
                    load<Real>(f, FH + mu);
                    each<Real>(
                        f,
                        ULPFIELD_DO(V & x, V & y, V & power) {
                            V F;
                            value_of<Real, kind>(y, power, n, F);
                            x = x - F;
                        },
                        q, p);
                    add_to<Real>(sum, f);
                });
            store<Real>(sums + r * L<Real>, sum);
        }
        if (state.count) state.subnormal += subnormals_in<Real>(P, rows * width);
        for (std::size_t k = rows * L<Real>; k % (L<Real> * L<Real>) != 0; ++k) sums[k] = 0;
        for (std::size_t r = 0; r < rows; r += L<Real>) {
            V s = {};
            V t = {};
            V u;
            std::size_t const left = rows - r;
            load_some<Real>(s, state.s + from + r, left);
            load_some<Real>(t, state.t + from + r, left);
            fold<Real>(sums + r * L<Real>, u);
            u = s * u;
            if (state.u != nullptr) store<Real>(state.u + from + r, u);
            V C = state.B * u;
            tanh_of<Real>(C);
            V const error = t - C;  // 0 in lanes without a neuron
            V odd = error;
            for (int k = 1; k < state.m; ++k) odd = odd * (error * error);
            loss += odd * error;
            V const g = static_cast<Real>(-2 * state.m) * odd * (Real(1) - C * C) * state.B * state.b * n;
            V const weight = g * s;
            sum_c += weight;
            store<Real>(c + r, weight);
            store<Real>(twice_g + r, g + g);
        }
        if (state.own == nullptr) continue;
        over_row<Real>(
            width, ULPFIELD_DO(auto vectors, std::size_t mu) {
                typename decltype(vectors)::type W;
                load<Real>(W, state.W + mu);
                for (std::size_t r = 0; r < rows; ++r) {
                    Real* const own = state.own + (from + r) * width + mu;
                    Real const c_r = c[r];
                    Real const g_r = twice_g[r];
                    typename decltype(vectors)::type p, g;
                    load<Real>(p, P + r * width + mu);
                    load<Real>(g, own);
                    each<Real>(
                        W, ULPFIELD_DO(V & x, V & y) { x -= c_r * y; }, p);
                    each<Real>(
                        g, ULPFIELD_DO(V & x, V & y) { x += g_r * y; }, p);
                    store<Real>(own, g);
                }
                store<Real>(state.W + mu, W);
            });
    }
    Real const total_c = total<Real>(sum_c);
    if (state.own != nullptr)
        for (std::size_t mu = 0; mu < width; ++mu) state.W[mu] = PH[mu] * total_c + state.W[mu];
    return total<Real>(loss);
}

template <class Real>
Real learn(fast_state<Real>& state) {
    switch (state.F.kind) {
        case fast_kind::polynomial:
            return learn_as<Real, fast_kind::polynomial>(state);
        case fast_kind::rectified:
            return learn_as<Real, fast_kind::rectified>(state);
        case fast_kind::leaky:
            return learn_as<Real, fast_kind::leaky>(state);
        case fast_kind::exponential:
            break;
    }
    return learn_as<Real, fast_kind::exponential>(state);
}

/// out_a += sum_j s[a stride_out + j stride_in] rows_j over j in order, four rows of out at a time: each row is read
/// once for them.
template <class Real>
ULPFIELD_INLINE void product(Real const* rows, Real const* s, std::size_t stride_out, std::size_t stride_in,
                             std::size_t out_count, std::size_t in_count, std::size_t width, Real* out) {
    using V = whole_t<Real>;
    std::size_t a = 0;
    for (; a + 4 <= out_count; a += 4)
        for (std::size_t mu = 0; mu < width; mu += L<Real>) {
            Real* const to = out + a * width + mu;
            V sum0, sum1, sum2, sum3;
            load<Real>(sum0, to);
            load<Real>(sum1, to + width);
            load<Real>(sum2, to + 2 * width);
            load<Real>(sum3, to + 3 * width);
            Real const* factor = s + a * stride_out;
            for (std::size_t j = 0; j < in_count; ++j, factor += stride_in) {
                V z;
                load<Real>(z, rows + j * width + mu);
                sum0 += factor[0] * z;
                sum1 += factor[stride_out] * z;
                sum2 += factor[2 * stride_out] * z;
                sum3 += factor[3 * stride_out] * z;
            }
            store<Real>(to, sum0);
            store<Real>(to + width, sum1);
            store<Real>(to + 2 * width, sum2);
            store<Real>(to + 3 * width, sum3);
        }
    for (; a < out_count; ++a)
        for (std::size_t mu = 0; mu < width; mu += L<Real>) {
            V sum;
            load<Real>(sum, out + a * width + mu);
            for (std::size_t j = 0; j < in_count; ++j) {
                V z;
                load<Real>(z, rows + j * width + mu);
                sum += s[a * stride_out + j * stride_in] * z;
            }
            store<Real>(out + a * width + mu, sum);
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

template <class Real>
void tanh_all(Real* x, std::size_t count) {
    for (std::size_t i = 0; i < count; i += L<Real>) {
        whole_t<Real> v;
        load<Real>(v, x + i);
        tanh_of<Real>(v);
        store<Real>(x + i, v);
    }
}

template <class Real>
ULPFIELD_INLINE void size_of(whole_t<Real> const& v, whole_t<Real>& size) {
    size = (whole_t<Real>)((bits_t<Real>)v & ~vector_of<Real>::sign_bit);
}

template <class Real>
void step(fast_step<Real>& step, Real* zeta, Real* V, Real const* gradient, std::size_t N, std::size_t K,
          std::size_t width, Real* divisor) {
    for (std::size_t mu = 0; mu < width; mu += L<Real>) {
        whole_t<Real> largest = {};
        for (std::size_t i = 0; i < N; ++i) {
            whole_t<Real> v;
            whole_t<Real> g;
            load<Real>(v, V + i * width + mu);
            load<Real>(g, gradient + i * width + mu);
            if (step.momentum == 0)
                v = -g;
            else
                v = step.momentum * v - g;
            store<Real>(V + i * width + mu, v);
            whole_t<Real> size;
            size_of<Real>(v, size);
            keep_where<Real>(largest, (bits_t<Real>)(size <= largest), size);  // NaN is kept: it is not <=
        }
        store<Real>(divisor + mu, largest);
    }
    if (K < width)  // the padding does not learn
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t mu = K; mu < width; ++mu) V[i * width + mu] = 0;
    Real overall = 0;
    for (std::size_t mu = 0; mu < K; ++mu) overall = divisor[mu] > overall ? divisor[mu] : overall;
    Real const least = step.relative ? step.floor * overall : step.floor;
    step.zero = true;
    step.below_floor = step.normalised;
    for (std::size_t mu = 0; mu < K; ++mu) {
        step.zero = step.zero && divisor[mu] == 0;
        step.below_floor = step.below_floor && divisor[mu] < least;
        if (divisor[mu] < least) divisor[mu] = least;
    }
    step.below_floor = step.below_floor || step.zero;
    // A memory whose divisor is 0 has V = 0 and does not move: 0/1.
    for (std::size_t mu = 0; mu < width; ++mu)
        if (divisor[mu] == 0 || mu >= K) divisor[mu] = 1;
    whole_t<Real> const one = ULPFIELD_ALL_OF(1);
    whole_t<Real> const minus_one = ULPFIELD_ALL_OF(-1);
    whole_t<Real> largest = {};
    whole_t<Real> blank = {};  // NaN as soon as an entry is no finite number
    bits_t<Real> absorbed = {};
    for (std::size_t i = 0; i < N; ++i) {
        bool const clamped = i >= step.clamp_from && i < step.clamp_to;
        for (std::size_t mu = 0; mu < width; mu += L<Real>) {
            whole_t<Real> z;
            whole_t<Real> v;
            whole_t<Real> d;
            load<Real>(z, zeta + i * width + mu);
            load<Real>(v, V + i * width + mu);
            load<Real>(d, divisor + mu);
            if (step.normalised) v = v / d;
            whole_t<Real> moved = z + step.rate * v;
            if (clamped) {
                whole_t<Real> high = one;
                keep_where<Real>(high, (bits_t<Real>)(moved > one), moved);
                moved = minus_one;
                keep_where<Real>(moved, (bits_t<Real>)(high < minus_one), high);
            }
            whole_t<Real> change;
            whole_t<Real> size;
            size_of<Real>(moved - z, change);
            size_of<Real>(moved, size);
            bits_t<Real> const free = (bits_t<Real>)(size < one) | (clamped ? bits_t<Real>{} : ~bits_t<Real>{});
            absorbed |= (bits_t<Real>)(change == whole_t<Real>{}) & (bits_t<Real>)(v != whole_t<Real>{}) & free;
            keep_where<Real>(change, (bits_t<Real>)(change > largest), largest);
            largest = change;
            blank += moved - moved;
            store<Real>(zeta + i * width + mu, moved);
        }
    }
    step.largest = 0;
    step.absorbed = false;
    for (std::size_t lane = 0; lane < L<Real>; ++lane) step.absorbed = step.absorbed || absorbed[lane] != 0;
    for (std::size_t lane = 0; lane < L<Real>; ++lane)
        if (largest[lane] > step.largest) step.largest = largest[lane];
    Real const rest = total<Real>(blank);
    step.not_a_number = rest != 0;  // 0 or NaN
}

}  // namespace

template <class Real>
fast_kernels<Real> const& kernels() {
    static constexpr fast_kernels<Real> all = {overlaps<Real>, learn<Real>, tanh_all<Real>, add_others<Real>,
                                               step<Real>};
    return all;
}
template fast_kernels<float> const& kernels<float>();
template fast_kernels<double> const& kernels<double>();

}  // namespace ulpfield::ULPFIELD_FAST_NAMESPACE
