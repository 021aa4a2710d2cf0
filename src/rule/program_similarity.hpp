#pragma once
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "rule/program_unit.hpp"
#include "rule/summed_in_single.hpp"
#include "ulpfield/memory/format_memory.hpp"
#include "ulpfield/memory/shared_patterns.hpp"
#include "ulpfield/number/observed.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/rule/program_arithmetic.hpp"

namespace ulpfield {

/// The similarities of a state, summed as a program sums them: the arguments R + zeta_i and R - zeta_i of F.
/// Bipolar memories whose partial sums are integers that every order holds exactly are counted instead: all orders,
/// compensations, units and fused products then give these integers (products with -1, 0 and +1 are exact).
template <rounding_real Real, rounding_real Sum>
class program_similarity {
    using number = observed<Real, inexact_events::ignored>;
    using total = observed<Sum, inexact_events::ignored>;

public:
    program_similarity(program_arithmetic const& program, shared_patterns zeta)
        : program_(program), patterns_(std::move(zeta)) {
        if (auto const* const unit = std::get_if<unit_similarity>(&program_.similarity.by))
            unit_ = &find_program_unit(*unit, number_traits<Sum>::format());
        if (std::holds_alternative<bipolar_patterns>(*patterns_) && patterns_.N() <= most_exact_integer()) {
            bipolar_ = patterns_.as<bipolar_patterns>();
            return;
        }
        define();
    }

    void set_state(std::span<std::int8_t const> sigma) {
        sigma_.assign(sigma.begin(), sigma.end());
        nans_ = std::count(sigma_.begin(), sigma_.end(), nan_value);
        if (!bipolar_) return;
        overlaps_.assign(patterns_.K(), 0);
        for (std::size_t mu = 0; mu < overlaps_.size(); ++mu)
            for (std::size_t j = 0; j < sigma_.size(); ++j)
                overlaps_[mu] += bipolar_->at(mu, j) * (sigma_[j] == nan_value ? 0 : sigma_[j]);
    }
    void set(std::size_t i, std::int8_t value) {
        auto const counted = [](std::int8_t entry) { return entry == nan_value ? 0 : int{entry}; };
        nans_ += (value == nan_value ? 1 : 0) - (sigma_[i] == nan_value ? 1 : 0);
        if (bipolar_)
            for (std::size_t mu = 0; mu < overlaps_.size(); ++mu)
                overlaps_[mu] += bipolar_->at(mu, i) * (counted(value) - counted(sigma_[i]));
        sigma_[i] = value;
    }
    [[nodiscard]] std::vector<std::int8_t> const& state() const { return sigma_; }

    /// The similarities are integers, for any neuron of the present state.
    [[nodiscard]] bool integers() const { return bipolar_ && nans_ == 0; }
    [[nodiscard]] std::pair<int, int> integer_arguments(std::size_t mu, std::size_t i) const {
        int const zeta_i = bipolar_->at(mu, i);
        int const R = overlaps_[mu] - zeta_i * sigma_[i];
        return {R + zeta_i, R - zeta_i};
    }
    /// By the program's operations, with the neuron in its place in the sum or added last.
    [[nodiscard]] std::pair<number, number> arguments(std::size_t mu, std::size_t i, bool inside) {
        if (!zeta_) define();
        if (inside) return {convert<number>(summed(mu, i, 1)), convert<number>(summed(mu, i, -1))};
        total const R = summed(mu, i, 0);
        total const zeta_i = convert<total>((*zeta_)[mu][i]);
        return {convert<number>(zeta_i + R), convert<number>(-zeta_i + R)};
    }

private:
    /// Below it all partial sums of +-1 are exact in the sum's format, compensations included, and in every unit
    /// (fewest bits: E8M13 accumulators, fp16 results).
    [[nodiscard]] std::size_t most_exact_integer() const {
        number_format const format = number_traits<Sum>::format();
        bool const counts = format.integers() || (format.emax >= format.precision && format.emin <= 0);
        if (!counts || format.kind == number_kind::power_of_two) return 0;
        int const bits = std::min(format.precision - 1, 20);
        return std::size_t{1} << static_cast<unsigned>(unit_ != nullptr ? std::min(bits, 10) : bits);
    }
    void define() {
        zeta_.emplace(*patterns_);
        addends_.assign(patterns_.N(), total(0));
        if (unit_ == nullptr) return;
        operands_.resize(patterns_.K() * patterns_.N());
        for (std::size_t mu = 0; mu < patterns_.K(); ++mu)
            for (std::size_t j = 0; j < patterns_.N(); ++j) {
                mpfr_value entry(number_traits<Real>::format().precision);
                number_traits<Real>::to_mpfr(entry.get(), (*zeta_)[mu][j].value());
                operands_[mu * patterns_.N() + j] = mpfr_get_d(entry.get(), MPFR_RNDN);
            }
        state_operand_.resize(patterns_.N());
    }

    /// sum_j zeta_j sigma_j with sigma_i = value.
    [[nodiscard]] total summed(std::size_t mu, std::size_t i, int value) {
        if (unit_ != nullptr) return by_unit(mu, i, value);
        auto const zeta = (*zeta_)[mu];
        for (std::size_t j = 0; j < sigma_.size(); ++j) {
            int const sigma_j = j == i ? value : sigma_[j];
            addends_[j] = sigma_j == 0           ? total(0)
                          : sigma_j == nan_value ? not_a_number()
                                                 : convert<total>(sigma_j > 0 ? zeta[j] : -zeta[j]);
        }
        if (auto const* const blas = std::get_if<sum::openblas>(&program_.similarity.by)) return by_blas(*blas);
        if (auto const* const single = std::get_if<single_precision_sum>(&program_.similarity.by))
            return summed_in_single(single->order, addends_);
        return sum::summed<total>(std::get<sum::sum_order>(program_.similarity.by), addends_);
    }
    [[nodiscard]] total by_blas(sum::openblas const& blas) const {
        if constexpr (std::is_same_v<Sum, float> || std::is_same_v<Sum, double>) {
            std::vector<Sum> terms(addends_.size());
            std::transform(addends_.begin(), addends_.end(), terms.begin(), [](total const& x) { return plain(x); });
            bool const finite = std::all_of(terms.begin(), terms.end(), [](Sum x) { return total::finite(x); });
            return note_events(total(blas(std::span<Sum const>(terms))), {finite, !finite, true});
        } else {
            throw std::invalid_argument(blas.name() + " sums fp32 and fp64");
        }
    }
    [[nodiscard]] total by_unit(std::size_t mu, std::size_t i, int value) {
        for (std::size_t j = 0; j < sigma_.size(); ++j) {
            int const sigma_j = j == i ? value : sigma_[j];
            state_operand_[j] = sigma_j == nan_value ? std::numeric_limits<double>::quiet_NaN() : sigma_j;
        }
        std::span<double const> const row(operands_.data() + mu * sigma_.size(), sigma_.size());
        return convert<total>(unit_->dot(row, state_operand_, 0));
    }
    [[nodiscard]] static total not_a_number() {
        mpfr_value nan(number_traits<Sum>::format().precision);
        mpfr_set_nan(nan.get());
        return total(number_traits<Sum>::from_mpfr(nan.get()));
    }

    program_arithmetic program_;
    shared_patterns patterns_;
    unit::dot_unit const* unit_ = nullptr;
    std::shared_ptr<bipolar_patterns const> bipolar_;
    std::vector<int> overlaps_;
    std::optional<format_memory<number>> zeta_;
    std::vector<double> operands_;       // of the unit, row by row
    std::vector<double> state_operand_;  // scratch
    std::vector<total> addends_;         // scratch
    std::vector<std::int8_t> sigma_;
    std::ptrdiff_t nans_ = 0;
};

}  // namespace ulpfield
