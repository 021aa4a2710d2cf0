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
    constexpr double inverse_factorials[] = {1.0 / 2,         1.0 / 6,          1.0 / 24,         1.0 / 120,
                                             1.0 / 720,       1.0 / 5040,       1.0 / 40320,      1.0 / 362880,
                                             1.0 / 3628800,   1.0 / 39916800,   1.0 / 479001600,  1.0 / 6227020800.0};
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

template <std::size_t vectors>
struct vectors_at_a_time {
    static constexpr std::size_t value = vectors;
};

constexpr std::size_t block = 8;  // vectors at a time: enough multiplications under way

/// p of `count` values (a multiple of L), out of place.
template <class Real, fast_kind kind>
ULPFIELD_INLINE void powers(Real const* q, Real* p, std::size_t count, int exponent, Real below) {
    int const top = exponent <= 1 ? -1 : 30 - __builtin_clz(static_cast<unsigned>(exponent));
    std::size_t at = 0;
    auto const some = [&](auto many) {
        constexpr std::size_t vectors = decltype(many)::value;
        whole_t<Real> r[vectors];
        for (std::size_t v = 0; v < vectors; ++v) load<Real>(r[v], q + at + v * L<Real>);
        if constexpr (kind == fast_kind::exponential) {
            for (std::size_t v = 0; v < vectors; ++v) exp_of<Real>(r[v]);
        } else {
            if (exponent == 0)
                for (std::size_t v = 0; v < vectors; ++v) r[v] = ULPFIELD_ALL_OF(1);
            for (int bit = top; bit >= 0; --bit) {
                for (std::size_t v = 0; v < vectors; ++v) r[v] = r[v] * r[v];
                if ((exponent >> bit & 1) != 0)
                    for (std::size_t v = 0; v < vectors; ++v) {
                        whole_t<Real> x;
                        load<Real>(x, q + at + v * L<Real>);
                        r[v] = r[v] * x;
                    }
            }
            if constexpr (kind != fast_kind::polynomial)
                for (std::size_t v = 0; v < vectors; ++v) {
                    whole_t<Real> x;
                    load<Real>(x, q + at + v * L<Real>);
                    whole_t<Real> low = ULPFIELD_ALL_OF(below);
                    keep_where<Real>(low, (bits_t<Real>)(x < Real(0)), r[v]);
                    r[v] = low;
                }
        }
        for (std::size_t v = 0; v < vectors; ++v) store<Real>(p + at + v * L<Real>, r[v]);
        at += vectors * L<Real>;
    };
    while (at + block * L<Real> <= count) some(vectors_at_a_time<block>{});
    while (at < count) some(vectors_at_a_time<1>{});
}

template <class Real, fast_kind kind>
ULPFIELD_INLINE void fields_of(fast_function<Real> const& F, Real const* zeta, Real const* s, std::size_t rows,
                               std::size_t width, Real b, Real const* H, Real* PH, Real* P, Real* u, Real* scratch) {
    Real* const FH = scratch;
    Real* const q = scratch + width;
    Real const below = F.below_zero_over_n;
    int const exponent = F.n - 1;
    /// F(q) out of q and p.
    auto const value_of = [&](whole_t<Real>& x, whole_t<Real> const& p) {
        if constexpr (kind == fast_kind::exponential) {
            x = p;
        } else if constexpr (kind == fast_kind::leaky) {
            // Below zero F = below_zero q = n p q.
            whole_t<Real> linear = x * p * static_cast<Real>(F.n);
            keep_where<Real>(linear, (bits_t<Real>)(x < Real(0)), x * p);
            x = linear;
        } else {
            x = x * p;
        }
    };
    powers<Real, kind>(H, PH, width, exponent, below);
    for (std::size_t mu = 0; mu < width; mu += L<Real>) {
        whole_t<Real> x;
        whole_t<Real> p;
        load<Real>(x, H + mu);
        load<Real>(p, PH + mu);
        value_of(x, p);
        store<Real>(FH + mu, x);
    }
    // Rows that fit in the fastest memory at a time.
    std::size_t const together = width >= 1024 ? 1 : 1024 / width;
    for (std::size_t from = 0; from < rows; from += together) {
        std::size_t const to = from + together < rows ? from + together : rows;
        for (std::size_t i = from; i < to; ++i) {
            Real const twice = -2 * b * s[i];
            for (std::size_t mu = 0; mu < width; mu += L<Real>) {
                whole_t<Real> z;
                whole_t<Real> h;
                load<Real>(z, zeta + i * width + mu);
                load<Real>(h, H + mu);
                store<Real>(q + (i - from) * width + mu, h + twice * z);
            }
        }
        powers<Real, kind>(q, P + from * width, (to - from) * width, exponent, below);
        for (std::size_t i = from; i < to; ++i) {
            whole_t<Real> sum = {};
            for (std::size_t mu = 0; mu < width; mu += L<Real>) {
                whole_t<Real> x;
                whole_t<Real> p;
                whole_t<Real> f;
                load<Real>(x, q + (i - from) * width + mu);
                load<Real>(p, P + i * width + mu);
                load<Real>(f, FH + mu);
                value_of(x, p);
                sum += f - x;
            }
            u[i] = s[i] * total<Real>(sum);
        }
    }
}

template <class Real>
void fields(fast_function<Real> const& F, Real const* zeta, Real const* s, std::size_t rows, std::size_t width, Real b,
            Real const* H, Real* PH, Real* P, Real* u, Real* scratch) {
    switch (F.kind) {
        case fast_kind::polynomial:
            return fields_of<Real, fast_kind::polynomial>(F, zeta, s, rows, width, b, H, PH, P, u, scratch);
        case fast_kind::rectified:
            return fields_of<Real, fast_kind::rectified>(F, zeta, s, rows, width, b, H, PH, P, u, scratch);
        case fast_kind::leaky:
            return fields_of<Real, fast_kind::leaky>(F, zeta, s, rows, width, b, H, PH, P, u, scratch);
        case fast_kind::exponential:
            return fields_of<Real, fast_kind::exponential>(F, zeta, s, rows, width, b, H, PH, P, u, scratch);
    }
}

template <class Real>
void overlaps(Real const* zeta, Real const* s, std::size_t N, std::size_t width, Real b, Real* H) {
    std::size_t mu = 0;
    auto const some = [&](auto many) {
        constexpr std::size_t vectors = decltype(many)::value;
        whole_t<Real> sum[vectors] = {};
        for (std::size_t j = 0; j < N; ++j)
            for (std::size_t v = 0; v < vectors; ++v) {
                whole_t<Real> z;
                load<Real>(z, zeta + j * width + mu + v * L<Real>);
                sum[v] += s[j] * z;
            }
        for (std::size_t v = 0; v < vectors; ++v) store<Real>(H + mu + v * L<Real>, b * sum[v]);
        mu += vectors * L<Real>;
    };
    while (mu + 5 * L<Real> <= width) some(vectors_at_a_time<5>{});
    while (mu < width) some(vectors_at_a_time<1>{});
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
void weights(Real const* P, Real const* c, std::size_t rows, std::size_t width, Real const* PH, Real total_c, Real* W) {
    std::size_t mu = 0;
    auto const some = [&](auto many) {
        constexpr std::size_t vectors = decltype(many)::value;
        whole_t<Real> sum[vectors];
        for (std::size_t v = 0; v < vectors; ++v) {
            load<Real>(sum[v], PH + mu + v * L<Real>);
            sum[v] = sum[v] * total_c;
        }
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t v = 0; v < vectors; ++v) {
                whole_t<Real> p;
                load<Real>(p, P + i * width + mu + v * L<Real>);
                sum[v] -= c[i] * p;
            }
        for (std::size_t v = 0; v < vectors; ++v) store<Real>(W + mu + v * L<Real>, sum[v]);
        mu += vectors * L<Real>;
    };
    while (mu + 5 * L<Real> <= width) some(vectors_at_a_time<5>{});
    while (mu < width) some(vectors_at_a_time<1>{});
}

template <class Real>
void add_own(Real* gradient, Real const* s, Real const* W, Real const* twice_g, Real const* P, std::size_t rows,
             std::size_t width) {
    for (std::size_t k = 0; k < rows; ++k)
        for (std::size_t mu = 0; mu < width; mu += L<Real>) {
            whole_t<Real> sum;
            whole_t<Real> w;
            whole_t<Real> p;
            load<Real>(sum, gradient + k * width + mu);
            load<Real>(w, W + mu);
            load<Real>(p, P + k * width + mu);
            store<Real>(gradient + k * width + mu, sum + (s[k] * w + twice_g[k] * p));
        }
}

template <class Real>
void add_others(Real* gradient, Real const* s, Real const* W, std::size_t rows, std::size_t width) {
    for (std::size_t k = 0; k < rows; ++k)
        for (std::size_t mu = 0; mu < width; mu += L<Real>) {
            whole_t<Real> sum;
            whole_t<Real> w;
            load<Real>(sum, gradient + k * width + mu);
            load<Real>(w, W + mu);
            store<Real>(gradient + k * width + mu, sum + s[k] * w);
        }
}

}  // namespace

template <class Real>
fast_kernels<Real> const& kernels() {
    static constexpr fast_kernels<Real> all = {overlaps<Real>, fields<Real>,  tanh_all<Real>,
                                               weights<Real>,  add_own<Real>, add_others<Real>};
    return all;
}
template fast_kernels<float> const& kernels<float>();
template fast_kernels<double> const& kernels<double>();

}  // namespace ulpfield::ULPFIELD_FAST_NAMESPACE
