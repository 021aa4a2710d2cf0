#include "boundary/predicted_terms.hpp"

#include <type_traits>

namespace ulpfield {

namespace {

template <class... Cases>
struct by_type : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
by_type(Cases...) -> by_type<Cases...>;

bool negative(integer_number const& x) { return x.what != integer_number::kind::not_a_number && x.m < 0; }
bool positive(integer_number const& x) { return x.what != integer_number::kind::not_a_number && x.m > 0; }

integer_number negated(integer_number x) {
    x.m = -x.m;
    return x;
}

integer_number magnitude_of(integer_number const& x) { return negative(x) ? negated(x) : x; }

}  // namespace

predicted_terms::predicted_terms(boundary_setting setting)
    : setting_(std::move(setting)), arithmetic_(setting_.terms.format) {
    auto const& similarity = setting_.terms.similarity.number;
    N_ = arithmetic_.nearest(setting_.terms.N, 1);
    s_ = similarity ? arithmetic_.nearest(similarity->numerator, similarity->denominator)
                    : arithmetic_.root(setting_.terms.N);
    scaled_N_ = scaled(N_);
    scaled_s_ = scaled(s_);
}

integer_number predicted_terms::scaled(integer_number const& x) const {
    std::int64_t const N = setting_.terms.N;
    return std::visit(
        by_type{[&](reciprocal) { return arithmetic_.product(x, arithmetic_.nearest(1, N)); },
                [&](division) { return arithmetic_.quotient(x, arithmetic_.nearest(N, 1)); },
                [&](power_of_two) { return arithmetic_.shifted(x, -power_of_two::k(N)); }, [&](auto) { return x; }},
        setting_.terms.scaling);
}

integer_number predicted_terms::scaled_integer(std::int64_t s) const { return scaled(arithmetic_.nearest(s, 1)); }

integer_number predicted_terms::power(integer_number const& x, std::int64_t n) const {
    return setting_.terms.power == power_method::pow ? arithmetic_.rounded_power(x, n) : arithmetic_.binary_power(x, n);
}

integer_number predicted_terms::value(integer_number const& x, std::int64_t n) const {
    return std::visit(by_type{[&](polynomial const&) { return power(x, n); },
                              [&](rectified const&) { return negative(x) ? integer_number{} : power(x, n); },
                              [&](leaky const& F) {
                                  if (!negative(x)) return power(x, n);
                                  return arithmetic_.product(
                                      arithmetic_.nearest(F.slope * F.eps.numerator, F.eps.denominator), x);
                              },
                              [&](exponential const&) { return arithmetic_.exp(x); }},
                      setting_.F);
}

predicted_terms::held_logarithm predicted_terms::logarithm(integer_number const& x, std::int64_t n) const {
    auto const of_power = [&]() -> held_logarithm {
        if (x.zero()) return {};
        return {negative(x) && n % 2 != 0 ? -1 : 1,
                arithmetic_.product(arithmetic_.nearest(n, 1), arithmetic_.log(magnitude_of(x)))};
    };
    return std::visit(
        by_type{[&](polynomial const&) { return of_power(); },
                [&](rectified const&) { return negative(x) ? held_logarithm{} : of_power(); },
                [&](leaky const& F) -> held_logarithm {
                    if (!negative(x)) return of_power();
                    if (F.eps.numerator == 0) return {};
                    return {-F.slope,
                            arithmetic_.sum(arithmetic_.log(arithmetic_.nearest(F.eps.numerator, F.eps.denominator)),
                                            arithmetic_.log(magnitude_of(x)))};
                },
                [&](exponential const&) -> held_logarithm {
                    return {1, x};
                }},
        setting_.F);
}

integer_number predicted_terms::power_difference(integer_number const& a, integer_number const& b,
                                                 std::int64_t n) const {
    // -x^n expm1(n log1p((y - x)/x)), x the larger in magnitude
    bool const a_is_larger = !less(magnitude_of(a), magnitude_of(b));
    integer_number const& x = a_is_larger ? a : b;
    integer_number const& y = a_is_larger ? b : a;
    integer_number const ratio = arithmetic_.quotient(arithmetic_.difference(y, x), x);
    integer_number const factor =
        arithmetic_.expm1(arithmetic_.product(arithmetic_.nearest(n, 1), arithmetic_.log1p(ratio)));
    integer_number result = arithmetic_.product(power(x, n), factor);
    return a_is_larger ? negated(result) : result;
}

integer_number predicted_terms::factored_difference(integer_number const& a, integer_number const& b,
                                                    std::int64_t n) const {
    bool const both_positive = positive(a) && positive(b);
    bool const both_negative = negative(a) && negative(b);
    bool const plain_numbers = a.finite() && b.finite();
    auto const subtract = [&] { return arithmetic_.difference(value(a, n), value(b, n)); };
    if (!plain_numbers) return subtract();
    return std::visit(
        by_type{
            [&](polynomial const&) { return both_positive || both_negative ? power_difference(a, b, n) : subtract(); },
            [&](rectified const&) { return both_positive ? power_difference(a, b, n) : subtract(); },
            [&](leaky const& F) {
                if (both_positive) return power_difference(a, b, n);
                if (!both_negative) return subtract();
                return arithmetic_.product(arithmetic_.nearest(F.slope * F.eps.numerator, F.eps.denominator),
                                           arithmetic_.difference(a, b));
            },
            [&](exponential const&) {
                if (less(a, b))
                    return arithmetic_.product(arithmetic_.exp(b), arithmetic_.expm1(arithmetic_.difference(a, b)));
                return negated(
                    arithmetic_.product(arithmetic_.exp(a), arithmetic_.expm1(arithmetic_.difference(b, a))));
            }},
        setting_.F);
}

integer_number predicted_terms::at_N(std::int64_t n) const {
    return in_logarithms() ? logarithm(N_, n).value : value(scaled_N_, n);
}

integer_number predicted_terms::at_similarity(std::int64_t n) const {
    if (!in_logarithms()) return value(scaled_s_, n);
    held_logarithm const term = logarithm(s_, n);
    held_logarithm const largest = logarithm(N_, n);
    if (term.sign == 0) return {};
    if (!term.value.finite() || !largest.value.finite()) {
        // An infinite largest logarithm leaves e^-infinity = 0 or NaN.
        integer_number const shift = arithmetic_.difference(term.value, largest.value);
        bool const vanishes = shift.what == integer_number::kind::infinite && shift.m < 0;
        return vanishes ? integer_number{} : integer_number{integer_number::kind::not_a_number, 0, 0};
    }
    bool const larger = largest.sign == 0 || less(largest.value, term.value);
    return arithmetic_.exp(arithmetic_.difference(term.value, larger ? term.value : largest.value));
}

bool predicted_terms::sum_is_finite(std::int64_t n) const {
    integer_number term = at_N(n);
    if (in_logarithms() && term.finite()) term = arithmetic_.nearest(1, 1);
    return arithmetic_.sum_of_equal(term, setting_.K).finite();
}

mpfr_value predicted_terms::term(std::int64_t s, std::int64_t n) const {
    integer_number const x = arithmetic_.nearest(s, 1);
    if (in_logarithms()) {
        held_logarithm const held = logarithm(x, n);
        return integer_arithmetic::to_mpfr(held.sign == 0 ? integer_number{integer_number::kind::infinite, -1, 0}
                                                          : held.value);
    }
    bool const factors = std::holds_alternative<factored>(setting_.terms.scaling);
    return integer_arithmetic::to_mpfr(factors ? factored_difference(x, arithmetic_.nearest(s - 2, 1), n)
                                               : value(scaled(x), n));
}

}  // namespace ulpfield
