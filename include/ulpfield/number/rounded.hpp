#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// The numbers of a format, known when compiling: lets the compiler fold and vectorise the rounding.
template <int p, int least_exponent, int largest_exponent, overflow_value over = overflow_value::infinity>
struct fixed_format {
    static constexpr int precision() { return p; }
    static constexpr int emin() { return least_exponent; }
    static constexpr int emax() { return largest_exponent; }
    static constexpr overflow_value overflow() { return over; }
    static constexpr double largest() {
        double const last_units = over == overflow_value::not_a_number ? 2.0 : 1.0;
        return std::bit_cast<double>(static_cast<std::uint64_t>(emax() - (p - 1) + 1023) << 52) *
               (static_cast<double>(std::uint64_t{1} << p) - last_units);
    }
};

/// The same, chosen at run time (e<E>m<M>): set by small_format_scope inside every task.
struct runtime_format {
    static int precision() { return numbers().precision; }
    static int emin() { return numbers().emin; }
    static int emax() { return numbers().emax; }
    static constexpr overflow_value overflow() { return overflow_value::infinity; }
    static double largest() { return numbers().largest; }

private:
    friend class small_format_scope;
    struct four_numbers {
        int precision = 24;
        int emin = -126;
        int emax = 127;
        double largest = 3.4028234663852886e38;
    };
    static four_numbers& numbers() {
        static thread_local four_numbers current;
        return current;
    }
};

/// True if rounding a double result once more is the format's correct rounding: 2p+2 <= 53, and the format's smallest
/// subnormal is far above double's (E <= 10), its largest number far below.
[[nodiscard]] inline bool rounds_from_double(number_format const& format) {
    return format.classical() && !format.exact() && format.subnormals && format.precision <= 25 && format.emax <= 511 &&
           format.emin >= -511;
}

/// Sets a thread's run-time small format for a block. A format that does not satisfy rounds_from_double, or has no
/// infinity (fp8e4m3 has its own type): std::invalid_argument.
class small_format_scope {
public:
    explicit small_format_scope(number_format const& format) : saved_(runtime_format::numbers()) {
        if (!rounds_from_double(format) || format.overflow != overflow_value::infinity)
            throw std::invalid_argument("small_format_scope: " + format.name +
                                        " cannot be rounded from double; accepted: e<E>m<M>, E 2..10, M 1..24");
        int const p = format.precision;
        int const emax = static_cast<int>(format.emax);
        runtime_format::numbers() = {p, static_cast<int>(format.emin), emax,
                                     std::ldexp(static_cast<double>((std::uint64_t{1} << p) - 1), emax - p + 1)};
    }
    small_format_scope(small_format_scope const&) = delete;
    small_format_scope& operator=(small_format_scope const&) = delete;
    ~small_format_scope() { runtime_format::numbers() = saved_; }

private:
    runtime_format::four_numbers saved_;
};

/// A number of a small format, kept in a double that is always one of the format's values. + - * /: the double
/// result, rounded once more; exact by 2p+2 <= 53 (Figueroa 1995), also for subnormal and overflowing results.
/// Conversion from double: correctly rounded, nearest even. Overflow gives infinity, in fp8e4m3 NaN. Default: 0.
template <class Format>
class rounded {
public:
    rounded() = default;
    explicit rounded(int value) : value_(round(static_cast<double>(value))) {}
    explicit rounded(double value) : value_(round(value)) {}

    friend rounded operator+(rounded a, rounded b) { return rounded(a.value_ + b.value_); }
    friend rounded operator-(rounded a, rounded b) { return rounded(a.value_ - b.value_); }
    friend rounded operator*(rounded a, rounded b) { return rounded(a.value_ * b.value_); }
    friend rounded operator/(rounded a, rounded b) { return rounded(a.value_ / b.value_); }
    friend rounded operator-(rounded a) {
        a.value_ = -a.value_;
        return a;
    }
    rounded& operator+=(rounded b) { return *this = *this + b; }

    friend bool operator==(rounded a, rounded b) { return a.value_ == b.value_; }
    friend std::partial_ordering operator<=>(rounded a, rounded b) { return a.value_ <=> b.value_; }

    [[nodiscard]] double to_double() const { return value_; }

private:
    /// Nearest value of the format. Adding and taking away 1.5 2^(e+53-p), e the exponent of x (emin for subnormals),
    /// lets the processor round x to a multiple of 2^(e-p+1), ties to even; no branch, so loops vectorise.
    [[gnu::always_inline]] static double round(double x) {
        constexpr std::uint64_t exponent_bits = 0x7FF0000000000000ULL;
        std::uint64_t const bits = std::bit_cast<std::uint64_t>(x);
        std::uint64_t const least = static_cast<std::uint64_t>(Format::emin() + 1023) << 52;
        std::uint64_t const most = static_cast<std::uint64_t>(Format::emax() + 1 + 1023) << 52;
        std::uint64_t const exponent = std::min(std::max(bits & exponent_bits, least), most);
        double const shift = std::bit_cast<double>(
            (exponent + (static_cast<std::uint64_t>(53 - Format::precision()) << 52)) | 0x0008000000000000ULL);
        double const nearest = std::copysign((x + shift) - shift, x);
        double const beyond = Format::overflow() == overflow_value::infinity
                                  ? std::copysign(std::numeric_limits<double>::infinity(), x)
                                  : std::numeric_limits<double>::quiet_NaN();
        return std::fabs(nearest) > Format::largest() ? beyond : nearest;
    }

    double value_ = 0;
};

using fp8e4m3 = rounded<fixed_format<4, -6, 8, overflow_value::not_a_number>>;
using fp8e5m2 = rounded<fixed_format<3, -14, 15>>;
using bf16 = rounded<fixed_format<8, -126, 127>>;
using fp16 = rounded<fixed_format<11, -14, 15>>;
using tf32 = rounded<fixed_format<11, -126, 127>>;
using small_float = rounded<runtime_format>;

template <class Format>
struct number_traits<rounded<Format>> {
    static constexpr bool classical = true;
    static number_format format() {
        bool const ieee = Format::overflow() == overflow_value::infinity;
        return {"",
                Format::precision(),
                Format::emin(),
                Format::emax(),
                true,
                Format::overflow(),
                ieee ? special_values::infinity_and_nan : special_values::nan_only,
                ieee ? 0 : 1};
    }
    static void to_mpfr(mpfr_ptr target, rounded<Format> value) { mpfr_set_d(target, value.to_double(), MPFR_RNDN); }
    static rounded<Format> from_mpfr(mpfr_srcptr source) { return rounded<Format>(mpfr_get_d(source, MPFR_RNDN)); }
    /// The largest finite number.
    static double largest() { return Format::largest(); }
    static bool is_infinite(rounded<Format> value) { return std::isinf(value.to_double()); }
    static bool below_normal(rounded<Format> value) {
        return std::fabs(value.to_double()) <
               std::bit_cast<double>(static_cast<std::uint64_t>(Format::emin() + 1023) << 52);
    }
    /// Below 2^emin in units of the smallest subnormal, above it one step per number: the double's own bits without
    /// their tail.
    static std::int64_t ordinal(rounded<Format> value) {
        int const p = Format::precision();
        auto const magnitude = [&](double x) {
            if (below_normal(value)) return static_cast<std::int64_t>(std::ldexp(x, p - 1 - Format::emin()));
            auto const bits = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(x) >> (53 - p));
            return bits - (static_cast<std::int64_t>(Format::emin() + 1022) << (p - 1));
        };
        double const x = std::fabs(value.to_double());
        std::int64_t const steps = std::isinf(x) ? magnitude(Format::largest()) + 1 : magnitude(x);
        return value.to_double() < 0 ? -steps : steps;
    }
    static std::int64_t ordinal_beyond_largest() { return ordinal(rounded<Format>(Format::largest())) + 1; }
};

}  // namespace ulpfield
