#pragma once
#include "boundary/format_terms.hpp"
#include "number/number_context.hpp"
#include "rule/dispatched_interaction.hpp"
#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/native.hpp"

namespace ulpfield {

/// format_terms in one number type.
template <rounding_real Real>
class format_terms_in final : public format_terms {
public:
    explicit format_terms_in(term_setting setting) : setting_(std::move(setting)) {
        number_context<Real> const scope(setting_.format);
        N_ = constant<Real>(setting_.N, 1);
        s_ = setting_.similarity.number
                 ? constant<Real>(setting_.similarity.number->numerator, setting_.similarity.number->denominator)
                 : root_of_N();
        scaled_N_ = scaled(N_);
        scaled_s_ = scaled(s_);
    }

    [[nodiscard]] number_place at_N(interaction const& F) const override {
        number_context<Real> const scope(setting_.format);
        return place(in_logarithms() ? logarithm(F, N_).logarithm : value(F, scaled_N_));
    }

    [[nodiscard]] number_place at_similarity(interaction const& F) const override {
        number_context<Real> const scope(setting_.format);
        if (!in_logarithms()) return place(value(F, scaled_s_));
        signed_logarithm<Real> const term = logarithm(F, s_);
        signed_logarithm<Real> largest = logarithm(F, N_);
        logarithmic::raise(largest, term);
        return place(logarithmic::shifted<Real>(term, largest));
    }

    [[nodiscard]] bool sum_is_finite(interaction const& F, std::int64_t K, std::stop_token const& stop) const override {
        number_context<Real> const scope(setting_.format);
        Real const term = [&] {
            if (!in_logarithms()) return value(F, scaled_N_);
            signed_logarithm<Real> const largest = logarithm(F, N_);
            return logarithmic::shifted<Real>(largest, largest);
        }();
        Real sum(0);
        for (std::int64_t mu = 0; mu < K; ++mu) {
            Real const before = sum;
            sum += term;
            // A sum that does not change will not change: infinite, or so large that the term is lost in it.
            if (sum == before || is_nan(sum)) break;
            if (mu % 65536 == 65535 && stop.stop_requested()) throw interrupted{};
        }
        return place(sum).finite;
    }

    [[nodiscard]] mpfr_value term(interaction const& F, std::int64_t s) const override {
        number_context<Real> const scope(setting_.format);
        Real const x = constant<Real>(s, 1);
        mpfr_value result(setting_.format.precision);
        if (in_logarithms()) {
            signed_logarithm<Real> const held = logarithm(F, x);
            if (held.sign == 0)
                mpfr_set_inf(result.get(), -1);
            else
                number_traits<Real>::to_mpfr(result.get(), held.logarithm);
            return result;
        }
        bool const factors = term_of(setting_.scaling) == scaled_term::difference;
        number_traits<Real>::to_mpfr(result.get(),
                                     factors ? difference(F, x, constant<Real>(s - 2, 1)) : value(F, scaled(x)));
        return result;
    }

private:
    [[nodiscard]] bool in_logarithms() const { return term_of(setting_.scaling) == scaled_term::logarithm; }

    [[nodiscard]] Real root_of_N() const {
        mpfr_value root(setting_.format.precision);
        round_into(root.get(), setting_.format, [this](mpfr_ptr result, mpfr_rnd_t rounding) {
            return mpfr_sqrt_ui(result, static_cast<unsigned long>(setting_.N), rounding);
        });
        return number_traits<Real>::from_mpfr(root.get());
    }
    [[nodiscard]] Real scaled(Real const& x) const {
        return std::visit(
            [&]<class Scaling>(Scaling const& scaling) -> Real {
                return typename Scaling::template in_format<Real>(size_for(scaling, setting_.N)).scale(x);
            },
            setting_.scaling);
    }
    [[nodiscard]] Real value(interaction const& F, Real const& x) const {
        return dispatched_interaction(F)(x, setting_.power);
    }
    [[nodiscard]] Real difference(interaction const& F, Real const& a, Real const& b) const {
        return dispatched_interaction(F).difference(a, b, setting_.power);
    }
    [[nodiscard]] static signed_logarithm<Real> logarithm(interaction const& F, Real const& x) {
        return dispatched_interaction(F).logarithm(x);
    }
    [[nodiscard]] static number_place place(Real const& x) {
        bool const finite = !is_nan(x) && !number_traits<Real>::is_infinite(x);
        return {finite, finite && number_traits<Real>::below_normal(x), finite && x == Real(0)};
    }

    term_setting setting_;
    Real N_{};
    Real s_{};
    Real scaled_N_{};
    Real scaled_s_{};
};

template <class Real>
std::unique_ptr<format_terms> make_terms_in(term_setting const& setting) {
    return std::make_unique<format_terms_in<Real>>(setting);
}

}  // namespace ulpfield
