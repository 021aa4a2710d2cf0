#include "ulpfield/rule/network_energy.hpp"

#include <stdexcept>

#include "number/value_text.hpp"
#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/memory/energy.hpp"
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/mpfr_real.hpp"

namespace ulpfield {

namespace {

template <class Interaction>
class algebraic_energy final : public network_energy {
public:
    algebraic_energy(Interaction const& F, ratio const& alpha, memory_patterns const& zeta, std::stop_token stop)
        : F_(F), alpha_(exact_ratio(alpha)), zeta_(zeta, stop), stop_(std::move(stop)) {}

    [[nodiscard]] std::optional<int> order(std::span<std::int8_t const> a, std::span<std::int8_t const> b) override {
        return rational(of(a) - of(b)).sign();
    }
    [[nodiscard]] std::string text(std::span<std::int8_t const> sigma) override { return of(sigma).str(); }

private:
    [[nodiscard]] rational of(std::span<std::int8_t const> sigma) const {
        auto const scaled = [this](rational const& x, power_method method) { return F_(rational(alpha_ * x), method); };
        return energy<rational>(scaled, zeta_, sigma, power_method::binary, stop_);
    }

    Interaction F_;
    rational alpha_;
    format_memory<rational> zeta_;
    std::stop_token stop_;
};

/// A sum of exponentials at the integer overlaps of bipolar memories.
template <class Interaction>
class exponential_energy final : public network_energy {
public:
    exponential_energy(Interaction const& F, ratio const& alpha, std::shared_ptr<bipolar_patterns const> zeta)
        : P_(alpha.numerator), values_(F, alpha.denominator), zeta_(std::move(zeta)) {}

    [[nodiscard]] std::optional<int> order(std::span<std::int8_t const> a, std::span<std::int8_t const> b) override {
        exponential_sum difference;
        add(a, -1, difference);
        add(b, 1, difference);
        return values_.sign(difference);
    }
    [[nodiscard]] std::string text(std::span<std::int8_t const> sigma) override {
        exponential_sum E;
        add(sigma, -1, E);
        return decimal_text(values_.round(E, {"", 200, mpfr_emin, mpfr_emax, false}).get(), 20);
    }

private:
    void add(std::span<std::int8_t const> sigma, int sign, exponential_sum& sum) const {
        for (std::int32_t const overlap : zeta_->overlaps(sigma)) values_.add(P_ * integer(overlap), sign, sum);
    }

    integer P_;
    exact_values<Interaction> values_;
    std::shared_ptr<bipolar_patterns const> zeta_;
};

class rounded_energy final : public network_energy {
public:
    rounded_energy(local_setting setting, memory_patterns const& zeta, std::stop_token stop)
        : setting_(std::move(setting)), stop_(std::move(stop)) {
        context const scope(setting_.format);
        zeta_.emplace(zeta, stop_);
    }

    [[nodiscard]] std::optional<int> order(std::span<std::int8_t const> a, std::span<std::int8_t const> b) override {
        context const scope(setting_.format);
        Real const Ea = of(a);
        Real const Eb = of(b);
        if (mpfr_number_p(Ea.get()) == 0 || mpfr_number_p(Eb.get()) == 0) return std::nullopt;
        return Ea < Eb ? -1 : Ea > Eb ? 1 : 0;
    }
    [[nodiscard]] std::string text(std::span<std::int8_t const> sigma) override {
        context const scope(setting_.format);
        return decimal_text(of(sigma).get(), telling_digits(setting_.format.precision));
    }

private:
    using Real = mpfr_real<format_role::working>;
    using context = format_scope<format_role::working>;

    [[nodiscard]] Real of(std::span<std::int8_t const> sigma) const {
        return std::visit(
            [&](auto const& F) {
                auto const scaled = [&](Real const& x, power_method method) {
                    if (setting_.way == scaling_way::divided)
                        return F(x / constant<Real>(setting_.alpha.denominator, 1), method);
                    if (setting_.alpha == ratio{1, 1}) return F(x, method);
                    return F(x * constant<Real>(setting_.alpha.numerator, setting_.alpha.denominator), method);
                };
                return energy<Real>(scaled, *zeta_, sigma, power_method::binary, stop_);
            },
            setting_.F);
    }

    local_setting setting_;
    std::stop_token stop_;
    std::optional<format_memory<Real>> zeta_;
};

}  // namespace

std::unique_ptr<network_energy> make_energy(local_setting const& setting, shared_patterns const& zeta,
                                            std::stop_token stop) {
    if (setting.way == scaling_way::shifted)
        throw std::invalid_argument("make_energy: a shift by the largest argument scales no energy");
    if (!setting.format.exact()) return std::make_unique<rounded_energy>(setting, *zeta, std::move(stop));
    return std::visit(
        [&](auto const& F) -> std::unique_ptr<network_energy> {
            using Interaction = std::remove_cvref_t<decltype(F)>;
            if constexpr (rational_valued<Interaction>)
                return std::make_unique<algebraic_energy<Interaction>>(F, setting.alpha, *zeta, std::move(stop));
            else
                return std::make_unique<exponential_energy<Interaction>>(F, setting.alpha, zeta.as<bipolar_patterns>());
        },
        setting.F);
}

}  // namespace ulpfield
