#include "ulpfield/boundary/advice.hpp"

#include <array>
#include <bit>
#include <cstdlib>

#include "boundary/exact_orders.hpp"
#include "boundary/power_shape.hpp"
#include "boundary/predicted_terms.hpp"
#include "ulpfield/number/ordinal.hpp"

namespace ulpfield {

namespace {

/// Smallest b with m <= 2^b, m >= 1.
std::int64_t bits_above(integer const& m) { return bit_length(m - 1); }

integer raised(std::int64_t x, std::int64_t n) {
    return boost::multiprecision::pow(integer(x), static_cast<unsigned>(n));
}

std::uint64_t magnitude_of(std::int64_t x) { return static_cast<std::uint64_t>(std::abs(x)); }

/// F(x) = e^(rate x), rate > 0.
bool one_growing_exponential(interaction const& F) {
    return std::visit(
        [](auto const& f) {
            if constexpr (exponential_valued<decltype(f)>) {
                exponential_form const form = f.exponential_terms();
                return form.terms.size() == 1 && form.terms.front().coefficient == form.denominator &&
                       form.terms.front().rate > 0;
            } else {
                return false;
            }
        },
        F);
}

/// The least positive similarity of N's parity.
std::int64_t least_similarity(std::int64_t N) { return N % 2 != 0 ? 1 : 2; }

/// The common properties of all D(R) = F(R+1) - F(R-1) of one memory, F unscaled: at most `largest` in magnitude,
/// multiples of 2^twos.
struct differences {
    integer largest = 0;
    std::int64_t twos = 0;
};
differences all_differences(power_shape const& shape, std::int64_t N, std::int64_t n) {
    bool const even_N = N % 2 == 0;
    integer const top = N >= 2 ? integer(raised(N, n) - raised(N - 2, n)) : integer(2);
    if (shape.zero_below_zero()) return {top, even_N ? n : 0};
    if (shape.linear_below_zero()) {
        // Positive terms: multiples of 1, for even N of 2^n; those below zero: of the last bit of the slope times 1 or
        // 2.
        std::int64_t const twos = std::min<std::int64_t>(
            even_N ? n : 0, std::countr_zero(magnitude_of(shape.slope_below_zero->numerator)) -
                                std::countr_zero(magnitude_of(shape.slope_below_zero->denominator)) + (even_N ? 1 : 0));
        return {top < 2 ? integer(2) : top, twos};
    }
    if (even_N) return {top, n};
    return {top, n % 2 != 0 ? 1 : 2 + std::countr_zero(static_cast<std::uint64_t>(n))};
}

bool dyadic_slope(power_shape const& shape) {
    return !shape.slope_below_zero || std::has_single_bit(magnitude_of(shape.slope_below_zero->denominator));
}

std::int64_t largest_odd_part(std::int64_t N) {
    if (N % 2 != 0) return N;
    std::int64_t const half = N / 2;
    return half % 2 != 0 ? half : std::max<std::int64_t>(1, half - 1);
}

class judge {
public:
    judge(boundary_setting const& setting, std::int64_t n)
        : setting_(setting),
          n_(n),
          shape_(power_shape_of(setting.F)),
          terms_(setting),
          arithmetic_(terms_.arithmetic()),
          format_(setting.terms.format) {}

    [[nodiscard]] decision_verdict verdict() const {
        std::int64_t const N = setting_.terms.N;
        bool const holds_integers =
            bits_above(integer(N)) <= format_.precision && arithmetic_.nearest(N, 1).finite() && format_.emin <= 0;
        if (!holds_integers) return decision_verdict::similarity;
        bool const adds_differences =
            std::visit([](auto const& scaling) { return scaling.adds_differences; }, setting_.terms.scaling);
        if (!adds_differences && !terms_.in_logarithms()) return decision_verdict::unproved;
        if (!shape_) return one_growing_exponential(setting_.F) ? of_exponential() : decision_verdict::unproved;
        if (terms_.in_logarithms()) return of_logarithms();
        bool const factors = term_of(setting_.terms.scaling) == scaled_term::difference && N > 2;
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
    [[nodiscard]] bool unscaled() const { return alpha(setting_.terms.scaling, setting_.terms.N) == ratio{1, 1}; }

    [[nodiscard]] bool normal_terms() const {
        std::int64_t const least = least_similarity(setting_.terms.N);
        if (shape_->linear_below_zero()) {
            integer_number const slope = arithmetic_.nearest(std::abs(shape_->slope_below_zero->numerator),
                                                             shape_->slope_below_zero->denominator);
            if (!multiple_of_least(arithmetic_.product(slope, arithmetic_.nearest(least, 1)))) return false;
        }
        return unscaled() || multiple_of_least(terms_.value(terms_.scaled_integer(least), n_));
    }

    [[nodiscard]] bool exact() const {
        if (!exact_by_odd_parts(setting_, n_)) return false;
        differences const all = all_differences(*shape_, setting_.terms.N, n_);
        integer const largest = all.largest * setting_.K;
        // Exact terms: alpha is a power of two.
        std::int64_t const k =
            std::countr_zero(static_cast<std::uint64_t>(alpha(setting_.terms.scaling, setting_.terms.N).denominator));
        integer_number const sum = arithmetic_.round(largest, -k * n_);
        return bits_above(largest) <= format_.precision + all.twos && sum.finite();
    }

    [[nodiscard]] decision_verdict of_factors() const {
        if (shape_->linear_below_zero()) return decision_verdict::unproved;
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
        if (shape_->linear_below_zero()) return decision_verdict::unproved;
        if (format_.emin > -format_.precision) return decision_verdict::unproved;
        // e^(l - M) <= 1; where the signs of F(1) and F(-1) differ, a difference is at most 2.
        if (!terms_.at_N(n_).finite() || !sums_finite(arithmetic_.nearest(2, 1), 1)) return decision_verdict::overflow;
        integer_number const least =
            terms_.logarithm(arithmetic_.nearest(least_similarity(setting_.terms.N), 1), n_).value;
        bool const normal = multiple_of_least(arithmetic_.exp(arithmetic_.difference(least, terms_.at_N(n_))));
        return normal ? decision_verdict::safe : decision_verdict::underflow;
    }

    /// e^(rate x): F, its logarithm and every rounding of them are monotone.
    [[nodiscard]] decision_verdict of_exponential() const {
        std::int64_t const N = setting_.terms.N;
        integer_number const least = arithmetic_.nearest(-N, 1);
        if (terms_.in_logarithms()) {
            integer_number const largest = terms_.at_N(n_);
            if (!largest.finite() || !sums_finite(arithmetic_.nearest(1, 1), 1)) return decision_verdict::overflow;
            integer_number const shift = arithmetic_.difference(terms_.logarithm(least, n_).value, largest);
            return shift.finite() && multiple_of_least(arithmetic_.exp(shift)) ? decision_verdict::safe
                                                                               : decision_verdict::underflow;
        }
        if (!terms_.at_N(n_).finite() || !sums_finite(terms_.at_N(n_), 1)) return decision_verdict::overflow;
        if (!multiple_of_least(terms_.value(least, n_))) return decision_verdict::underflow;
        bool const factors = term_of(setting_.terms.scaling) == scaled_term::difference;
        if (!factors || N == 1) return decision_verdict::safe;
        // F(a) expm1(rate (b - a)), the smallest at a = 2 - N
        return multiple_of_least(terms_.term_number(2 - N, n_)) ? decision_verdict::safe : decision_verdict::underflow;
    }

    boundary_setting const& setting_;
    std::int64_t n_;
    std::optional<power_shape> shape_;
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
    if (alpha(setting.terms.scaling, setting.terms.N) != ratio{1, 1} && !degree(setting.F))
        return decision_verdict::another_rule;
    if (setting.terms.format.exact()) return decision_verdict::exact;
    return judge(setting, n).verdict();
}

std::optional<std::int64_t> bits_for_exact_decisions(interaction const& F, std::int64_t N, std::int64_t K,
                                                     std::int64_t n) {
    auto const shape = power_shape_of(F);
    if (!shape || !dyadic_slope(*shape)) return std::nullopt;
    differences const all = all_differences(*shape, N, n);
    std::int64_t const odd = largest_odd_part(N);
    std::int64_t bits = std::max<std::int64_t>(2, bits_above(integer(N)));
    bits = std::max(bits, bit_length(raised(odd, n)));
    if (shape->linear_below_zero()) {
        auto const numerator = static_cast<std::int64_t>(magnitude_of(shape->slope_below_zero->numerator));
        bits = std::max(bits, bit_length(integer(numerator >> std::countr_zero(magnitude_of(numerator))) * odd));
    }
    return std::max(bits, bits_above(all.largest * K) - all.twos);
}

std::optional<shift_range> safe_shifts(boundary_setting const& setting, std::int64_t n) {
    number_format const& format = setting.terms.format;
    std::int64_t const N = setting.terms.N;
    auto const shape = power_shape_of(setting.F);
    if (format.exact() || !shape || shape->linear_below_zero()) return std::nullopt;
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
