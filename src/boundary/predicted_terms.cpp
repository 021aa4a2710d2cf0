#include "boundary/predicted_terms.hpp"

namespace ulpfield {

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
    integer_real::scope const scope(arithmetic_);
    return std::visit(
        [&]<class Scaling>(Scaling const& scaling) {
            return typename Scaling::template in_format<integer_real>(size_for(scaling, setting_.terms.N))
                .scale(integer_real(x))
                .get();
        },
        setting_.terms.scaling);
}

integer_number predicted_terms::scaled_integer(std::int64_t s) const { return scaled(arithmetic_.nearest(s, 1)); }

integer_number predicted_terms::value(integer_number const& x, std::int64_t n) const {
    integer_real::scope const scope(arithmetic_);
    return std::visit([&](auto const& f) { return f(integer_real(x), setting_.terms.power).get(); }, F(n));
}

predicted_terms::held_logarithm predicted_terms::logarithm(integer_number const& x, std::int64_t n) const {
    integer_real::scope const scope(arithmetic_);
    auto const held = std::visit([&](auto const& f) { return f.logarithm(integer_real(x)); }, F(n));
    return {held.sign, held.logarithm.get()};
}

integer_number predicted_terms::at_N(std::int64_t n) const {
    return in_logarithms() ? logarithm(N_, n).value : value(scaled_N_, n);
}

integer_number predicted_terms::at_similarity(std::int64_t n) const {
    if (!in_logarithms()) return value(scaled_s_, n);
    integer_real::scope const scope(arithmetic_);
    return std::visit(
        [&](auto const& f) {
            signed_logarithm<integer_real> const term = f.logarithm(integer_real(s_));
            signed_logarithm<integer_real> largest = f.logarithm(integer_real(N_));
            logarithmic::raise(largest, term);
            return logarithmic::shifted<integer_real>(term, largest).get();
        },
        F(n));
}

bool predicted_terms::sum_is_finite(std::int64_t n) const {
    integer_number term = at_N(n);
    if (in_logarithms() && term.finite()) term = arithmetic_.nearest(1, 1);
    return arithmetic_.sum_of_equal(term, setting_.K).finite();
}

integer_number predicted_terms::term_number(std::int64_t s, std::int64_t n) const {
    if (term_of(setting_.terms.scaling) != scaled_term::difference) return value(scaled_integer(s), n);
    integer_real::scope const scope(arithmetic_);
    integer_real const a(arithmetic_.nearest(s, 1));
    integer_real const b(arithmetic_.nearest(s - 2, 1));
    return std::visit([&](auto const& f) { return f.difference(a, b, setting_.terms.power).get(); }, F(n));
}

mpfr_value predicted_terms::term(std::int64_t s, std::int64_t n) const {
    if (!in_logarithms()) return integer_arithmetic::to_mpfr(term_number(s, n));
    held_logarithm const held = logarithm(arithmetic_.nearest(s, 1), n);
    return integer_arithmetic::to_mpfr(held.sign == 0 ? integer_number{integer_number::kind::infinite, -1, 0}
                                                      : held.value);
}

}  // namespace ulpfield
