#include "ulpfield/boundary/advice.hpp"

#include <array>
#include <bit>

#include "boundary/exact_orders.hpp"
#include "boundary/predicted_terms.hpp"
#include "ulpfield/number/ordinal.hpp"

namespace ulpfield {

namespace {

/// Smallest b with m <= 2^b, m >= 1.
std::int64_t bits_above(integer const& m) { return bit_length(m - 1); }

integer raised(std::int64_t x, std::int64_t n) {
    return boost::multiprecision::pow(integer(x), static_cast<unsigned>(n));
}

bool homogeneous(interaction const& F) {
    return std::visit([](auto const& f) { return f.degree().has_value(); }, F);
}

/// The least positive similarity of N's parity.
std::int64_t least_similarity(std::int64_t N) { return N % 2 != 0 ? 1 : 2; }

/// What all D(R) = F(R+1) - F(R-1) of one memory have in common, F unscaled: at most `largest` in magnitude, multiples
/// of 2^twos.
struct differences {
    integer largest = 0;
    std::int64_t twos = 0;
};
differences all_differences(interaction const& F, std::int64_t N, std::int64_t n) {
    bool const even_N = N % 2 == 0;
    integer const top = N >= 2 ? integer(raised(N, n) - raised(N - 2, n)) : integer(2);
    if (std::holds_alternative<rectified>(F)) return {top, even_N ? n : 0};
    if (auto const* const leak = std::get_if<leaky>(&F)) {
        // Positive terms: multiples of 1, for even N of 2^n; those below zero: of the last bit of eps times 1 or 2.
        std::int64_t twos = even_N ? n : 0;
        if (leak->eps.numerator != 0)
            twos = std::min<std::int64_t>(
                twos, std::countr_zero(static_cast<std::uint64_t>(leak->eps.numerator)) -
                          std::countr_zero(static_cast<std::uint64_t>(leak->eps.denominator)) + (even_N ? 1 : 0));
        return {top < 2 ? integer(2) : top, twos};
    }
    if (even_N) return {top, n};
    return {top, n % 2 != 0 ? 1 : 2 + std::countr_zero(static_cast<std::uint64_t>(n))};
}

bool dyadic_slope(interaction const& F) {
    auto const* const leak = std::get_if<leaky>(&F);
    return leak == nullptr || std::has_single_bit(static_cast<std::uint64_t>(leak->eps.denominator));
}

std::int64_t largest_odd_part(std::int64_t N) {
    if (N % 2 != 0) return N;
    std::int64_t const half = N / 2;
    return half % 2 != 0 ? half : std::max<std::int64_t>(1, half - 1);
}

class judge {
public:
    judge(boundary_setting const& setting, std::int64_t n)
        : setting_(setting), n_(n), terms_(setting), arithmetic_(terms_.arithmetic()), format_(setting.terms.format) {}

    [[nodiscard]] decision_verdict verdict() const {
        std::int64_t const N = setting_.terms.N;
        bool const holds_integers =
            bits_above(integer(N)) <= format_.precision && arithmetic_.nearest(N, 1).finite() && format_.emin <= 0;
        if (!holds_integers) return decision_verdict::similarity;
        if (std::holds_alternative<exponential>(setting_.F)) return of_exponential();
        if (terms_.in_logarithms()) return of_logarithms();
        bool const factors = std::holds_alternative<factored>(setting_.terms.scaling) && N > 2;
        if (!terms_.at_N(n_).finite() || !sums_finite(terms_.at_N(n_), N == 1 ? 2 : 1))
            return decision_verdict::overflow;
        if (factors) return of_factors();
        if (!normal_terms()) return decision_verdict::underflow;
        return exact() ? decision_verdict::exact : decision_verdict::safe;
    }

private:
    /// |x| >= 2^(emin+p-1), so that x is a multiple of 2^emin.
    [[nodiscard]] bool multiple_of_least(integer_number const& x) const {
        return x.finite() &&
               !less(x, integer_number{integer_number::kind::finite, 1, format_.emin + format_.precision - 1});
    }
    [[nodiscard]] bool sums_finite(integer_number const& t, int times) const {
        return arithmetic_.sum_of_equal(t, times * setting_.K).finite();
    }
    [[nodiscard]] bool unscaled() const {
        auto const alpha = std::visit([this](auto scaling) { return decltype(scaling)::alpha(setting_.terms.N); },
                                      setting_.terms.scaling);
        return alpha == ratio{1, 1};
    }

    [[nodiscard]] bool normal_terms() const {
        std::int64_t const least = least_similarity(setting_.terms.N);
        if (auto const* const leak = std::get_if<leaky>(&setting_.F); leak != nullptr && leak->eps.numerator != 0) {
            integer_number const slope = arithmetic_.nearest(leak->eps.numerator, leak->eps.denominator);
            if (!multiple_of_least(arithmetic_.product(slope, arithmetic_.nearest(least, 1)))) return false;
        }
        return unscaled() || multiple_of_least(terms_.value(terms_.scaled_integer(least), n_));
    }

    [[nodiscard]] bool exact() const {
        if (!exact_by_odd_parts(setting_, n_)) return false;
        differences const all = all_differences(setting_.F, setting_.terms.N, n_);
        integer const largest = all.largest * setting_.K;
        std::int64_t const k = unscaled() ? 0 : power_of_two::k(setting_.terms.N);
        integer_number const sum = arithmetic_.round(largest, -k * n_);
        return bits_above(largest) <= format_.precision + all.twos && sum.finite();
    }

    [[nodiscard]] decision_verdict of_factors() const {
        if (!std::holds_alternative<polynomial>(setting_.F) && !std::holds_alternative<rectified>(setting_.F))
            return decision_verdict::unproved;
        // Bounds of the rounding errors below need a few bits.
        if (format_.precision < 4 || format_.emin > -format_.precision) return decision_verdict::unproved;
        std::int64_t const x = setting_.terms.N % 2 != 0 ? 3 : 4;  // where log1p(-2/x) is largest
        integer_number const exponent = arithmetic_.product(
            arithmetic_.nearest(n_, 1),
            arithmetic_.log1p(arithmetic_.quotient(arithmetic_.nearest(-2, 1), arithmetic_.nearest(x, 1))));
        if (!exponent.finite()) return decision_verdict::overflow;
        bool const normal = !arithmetic_.below_normal(arithmetic_.nearest(1, setting_.terms.N));
        return normal ? decision_verdict::safe : decision_verdict::underflow;
    }

    [[nodiscard]] decision_verdict of_logarithms() const {
        if (std::holds_alternative<leaky>(setting_.F)) return decision_verdict::unproved;
        if (format_.emin > -format_.precision) return decision_verdict::unproved;
        // e^(l - M) <= 1; where the signs of F(1) and F(-1) differ, a difference is at most 2.
        if (!terms_.at_N(n_).finite() || !sums_finite(arithmetic_.nearest(2, 1), 1)) return decision_verdict::overflow;
        integer_number const least =
            terms_.logarithm(arithmetic_.nearest(least_similarity(setting_.terms.N), 1), n_).value;
        bool const normal = multiple_of_least(arithmetic_.exp(arithmetic_.difference(least, terms_.at_N(n_))));
        return normal ? decision_verdict::safe : decision_verdict::underflow;
    }

    [[nodiscard]] decision_verdict of_exponential() const {
        std::int64_t const N = setting_.terms.N;
        if (terms_.in_logarithms()) {
            if (!sums_finite(arithmetic_.nearest(1, 1), 1)) return decision_verdict::overflow;
            // l(s) - M is an integer, -2N at least.
            bool const normal =
                arithmetic_.nearest(2 * N, 1) == integer_number{integer_number::kind::finite, 2 * N, 0} &&
                multiple_of_least(arithmetic_.exp(arithmetic_.nearest(-2 * N, 1)));
            return normal ? decision_verdict::safe : decision_verdict::underflow;
        }
        if (!terms_.at_N(n_).finite() || !sums_finite(terms_.at_N(n_), 1)) return decision_verdict::overflow;
        return multiple_of_least(arithmetic_.exp(arithmetic_.nearest(-N, 1))) ? decision_verdict::safe
                                                                              : decision_verdict::underflow;
    }

    boundary_setting const& setting_;
    std::int64_t n_;
    predicted_terms terms_;
    integer_arithmetic const& arithmetic_;
    number_format const& format_;
};

}  // namespace

std::string_view name(decision_verdict verdict) {
    constexpr std::array<std::string_view, 7> names = {"exact",      "safe",         "overflow", "underflow",
                                                       "similarity", "another-rule", "unproved"};
    return names[static_cast<std::size_t>(verdict)];
}

decision_verdict judge_decisions(boundary_setting const& setting, std::int64_t n) {
    auto const alpha =
        std::visit([&](auto scaling) { return decltype(scaling)::alpha(setting.terms.N); }, setting.terms.scaling);
    if (alpha != ratio{1, 1} && !homogeneous(setting.F)) return decision_verdict::another_rule;
    if (setting.terms.format.exact()) return decision_verdict::exact;
    return judge(setting, n).verdict();
}

std::optional<std::int64_t> bits_for_exact_decisions(interaction const& F, std::int64_t N, std::int64_t K,
                                                     std::int64_t n) {
    if (std::holds_alternative<exponential>(F) || !dyadic_slope(F)) return std::nullopt;
    differences const all = all_differences(F, N, n);
    std::int64_t const odd = largest_odd_part(N);
    std::int64_t bits = std::max<std::int64_t>(2, bits_above(integer(N)));
    bits = std::max(bits, bit_length(raised(odd, n)));
    if (auto const* const leak = std::get_if<leaky>(&F); leak != nullptr && leak->eps.numerator != 0)
        bits = std::max(bits, bit_length(integer(leak->eps.numerator >>
                                                 std::countr_zero(static_cast<std::uint64_t>(leak->eps.numerator))) *
                                         odd));
    return std::max(bits, bits_above(all.largest * K) - all.twos);
}

std::optional<shift_range> safe_shifts(boundary_setting const& setting, std::int64_t n) {
    number_format const& format = setting.terms.format;
    std::int64_t const N = setting.terms.N;
    if (format.exact() || !homogeneous(setting.F)) return std::nullopt;
    if (bits_above(integer(N)) > format.precision || !integer_arithmetic(format).nearest(N, 1).finite() ||
        format.emin > 0)
        return std::nullopt;
    // Without bounds on the exponent, scaling by 2^-k only shifts.
    constexpr std::int64_t wide = std::int64_t{1} << 40;
    boundary_setting unbounded = setting;
    unbounded.terms.format.emin = -wide;
    unbounded.terms.format.emax = wide;
    unbounded.terms.format.overflow = overflow_value::infinity;
    unbounded.terms.scaling = raw{};
    predicted_terms const terms(unbounded);
    integer_number const sum = terms.arithmetic().sum_of_equal(terms.at_N(n), (N == 1 ? 2 : 1) * setting.K);
    std::int64_t const floor_room = (N % 2 != 0 ? 0 : n) - format.emin - format.precision + 1;
    auto const floor_of = [](std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); };
    shift_range range{0, floor_of(floor_room, n)};
    // 2^-kn sum is finite: its top bit at most emax, and the largest significand where that is no number.
    integer_arithmetic const arithmetic(format);
    std::int64_t const top = bit_length(sum.m) - 1 + sum.e;
    range.least = -floor_of(format.emax - top, n);
    while (!arithmetic.shifted(sum, -range.least * n).finite()) ++range.least;
    if (range.least > range.most) return std::nullopt;
    return range;
}

}  // namespace ulpfield
