#pragma once
#include <cmath>
#include <map>
#include <set>

#include "rule/bipolar_oracle.hpp"
#include "rule/sliced_differences.hpp"
#include "ulpfield/interaction/exact_form.hpp"
#include "ulpfield/number/limb_accumulator.hpp"
#include "ulpfield/number/rounded_quotient.hpp"

namespace ulpfield {

/// F with rational values over bipolar memories: what the filter leaves open is decided, and differences rounded, by
/// integer sums of a fixed width. All values carry the factor Q^d times F's denominator (exact_form.hpp), arguments are
/// alpha = P/Q times a similarity; for homogeneous F and even N similarities are halved (x = 2x', F(x) = 2^degree
/// F(x')).
template <rational_valued Interaction>
class algebraic_bipolar_oracle final : public bipolar_oracle {
public:
    algebraic_bipolar_oracle(Interaction const& F, ratio const& alpha, bipolar_patterns const& zeta)
        : bipolar_oracle(zeta),
          F_(F),
          halvings_(zeta.N() % 2 == 0 ? F.degree().value_or(0) : 0),
          P_(alpha.numerator),
          Q_(integer(alpha.denominator)),
          denominator_(Q_(F.exact_power()) * F.exact_denominator()),
          exact_denominator_(exact_mpfr(denominator_)),
          total_(limbs_needed()),
          gap_(limbs_needed()),
          entries_(zeta.N() + 1),
          counts_(zeta.N() + 1),
          slices_(
              zeta, total_.bits(), [this](int s) -> integer const& { return value_at(s); },
              [this](std::size_t mu) { return overlap(mu); }, [this] { return packed_state(); }) {}

    [[nodiscard]] mpfr_value round(std::size_t i, number_format const& format) override {
        if (auto const enclosure = slices_.enclosure(i, sigma(i), format.precision))
            if (auto result = rounded(*enclosure, format, halvings_, exact_denominator_)) return *std::move(result);
        sum_gap(i);
        // u = sigma_i gap 2^halvings / denominator
        integer const u = gap_.value() * sigma(i);
        return rounded_quotient(u, denominator_, halvings_, format);
    }

    [[nodiscard]] mpfr_value round_over_largest_term(std::size_t i, number_format const& format) override {
        integer const largest = largest_magnitude(i);
        if (auto const enclosure = slices_.enclosure(i, sigma(i), format.precision); enclosure && largest != 0)
            if (auto result = rounded(*enclosure, format, 0, exact_mpfr(largest))) return *std::move(result);
        sum_gap(i);
        integer const u = gap_.value() * sigma(i);
        return rounded_quotient(u, largest == 0 ? integer(1) : largest, 0, format);
    }

    [[nodiscard]] std::optional<rational> rational_value(std::size_t i) override {
        sum_gap(i);
        integer u = gap_.value() * sigma(i);
        u <<= static_cast<unsigned>(halvings_);
        return rational(u, denominator_);
    }

private:
    /// Largest |F| of the 2K terms of neuron i: every s_mu is an argument; few neighbours of it can exceed those.
    [[nodiscard]] integer largest_magnitude(std::size_t i) {
        if (!largest_known_) {
            largest_known_ = true;
            largest_ = 0;
            std::set<int> overlaps;
            for (std::size_t mu = 0; mu < K(); ++mu) overlaps.insert(overlap(mu));
            for (int const s : overlaps) largest_ = std::max(largest_, magnitude_at(s));
            larger_.clear();
            std::map<int, bool> exceeds;
            for (int const s : overlaps) exceeds[s] = magnitude_at(s - 2) > largest_ || magnitude_at(s + 2) > largest_;
            for (std::size_t mu = 0; mu < K(); ++mu)
                if (exceeds[overlap(mu)]) larger_.push_back(mu);
        }
        integer largest = largest_;
        for (std::size_t const mu : larger_)
            largest = std::max(largest, magnitude_at(overlap(mu) + (memories().at(mu, i) == sigma(i) ? -2 : 2)));
        return largest;
    }
    [[nodiscard]] integer magnitude_at(int s) { return boost::multiprecision::abs(value_at(s)); }

    /// The format's number nearest to sigma_i u_i 2^exponent / denominator if both ends of the enclosure round to it.
    [[nodiscard]] std::optional<mpfr_value> rounded(typename sliced_differences::enclosure_of const& ends,
                                                    number_format const& format, int exponent,
                                                    mpfr_value const& denominator) const {
        auto const nearest = [&](mpfr_value const& end) {
            mpfr_value top = end;
            mpfr_mul_2si(top.get(), top.get(), exponent, MPFR_RNDN);
            if (mpfr_cmp_ui(denominator.get(), 1) == 0)
                return round_once(format,
                                  [&](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set(result, top.get(), mode); });
            return round_once(format, [&](mpfr_ptr result, mpfr_rnd_t mode) {
                return mpfr_div(result, top.get(), denominator.get(), mode);
            });
        };
        mpfr_value result = nearest(ends.lower);
        if (ends.exact) return result;
        mpfr_value const same = nearest(ends.upper);
        bool const both_nan = mpfr_nan_p(result.get()) != 0 && mpfr_nan_p(same.get()) != 0;
        if (both_nan || mpfr_equal_p(result.get(), same.get()) != 0) return result;
        return std::nullopt;
    }

    struct table_entry {
        limb_accumulator::operand total;   // D(s-1)
        limb_accumulator::operand weight;  // W(s)
    };

    [[nodiscard]] std::size_t limbs_needed() const {
        // |total| and |masked sum| <= 2 K max|F|, similarities up to N+2; one bit for the sign, one to spare.
        integer largest = 0;
        auto const consider = [&](int x) {
            integer const size = boost::multiprecision::abs(exact_at(x));
            if (size > largest) largest = size;
        };
        if constexpr (power_above_zero<Interaction>) {
            consider(N() + 2);
            consider(-N() - 2);
        } else {
            for (int x = -N() - 2; x <= N() + 2; x += 2) consider(x);
        }
        integer const bound = largest * 4 * integer(K());
        return limb_accumulator::limbs_for(mpz_sizeinbase(bound.backend().data(), 2) + 2);
    }

    /// F at similarity x, with the common factor.
    [[nodiscard]] integer exact_at(int x) const { return F_.exact(integer(P_ * (halvings_ != 0 ? x / 2 : x)), Q_); }
    [[nodiscard]] integer const& value_at(int x) {
        auto const known = values_.find(x);
        if (known != values_.end()) return known->second;
        return values_.emplace(x, exact_at(x)).first->second;
    }

    [[nodiscard]] filter_values filter_values_at(int s) override {
        integer const total = value_at(s) - value_at(s - 2);
        integer const weight = value_at(s + 2) - value_at(s - 2);
        entries_[index(s)] = {gap_.prepare(total), gap_.prepare(weight)};
        return {scaled(total), scaled(weight)};
    }

    [[nodiscard]] int exact_gap_sign(std::size_t i) override {
        sum_gap(i);
        return gap_.sign();
    }

    void state_changed() override {
        total_known_ = false;
        largest_known_ = false;
        slices_.state_changed();
    }

    /// gap_ = sigma_i u_i times the common factor: the memories are counted by overlap, then each overlap is added
    /// once.
    void sum_gap(std::size_t i) {
        if (!total_known_) {
            total_.clear();
            for (std::size_t mu = 0; mu < K(); ++mu) ++counts_[index(overlap(mu))];
            for (std::size_t mu = 0; mu < K(); ++mu)
                if (auto& count = counts_[index(overlap(mu))]; count != 0) {
                    total_.add_multiple(entries_[index(overlap(mu))].total, count);
                    count = 0;
                }
            total_known_ = true;
        }
        gap_.clear();
        gap_.add(total_);
        distinct_.clear();
        for_each_disagreeing(i, [&](std::size_t mu) {
            std::size_t const at = index(overlap(mu));
            if (counts_[at]++ == 0) distinct_.push_back(at);
        });
        for (std::size_t const at : distinct_) {
            gap_.add_multiple(entries_[at].weight, -counts_[at]);
            counts_[at] = 0;
        }
    }

    [[nodiscard]] std::size_t index(int s) const { return static_cast<std::size_t>((s + N()) / 2); }

    [[nodiscard]] static scaled_double scaled(integer const& value) {
        if (value == 0) return {};
        long exponent = 0;
        double const truncated = mpz_get_d_2exp(&exponent, value.backend().data());
        // mpz_get_d_2exp truncates; within 2^-52 of the value instead of 2^-53.
        return {truncated, exponent};
    }

    Interaction F_;
    int halvings_;  // the degree where similarities are halved
    integer P_;
    powers_of<integer> Q_;
    integer denominator_;  // Q^d, times F's denominator
    mpfr_value exact_denominator_;
    limb_accumulator total_;
    limb_accumulator gap_;
    bool total_known_ = false;
    bool largest_known_ = false;
    integer largest_;                   // of |F| at the overlaps
    std::vector<std::size_t> larger_;   // memories whose neighbouring overlaps have a larger one
    std::map<int, integer> values_;     // F by similarity
    std::vector<table_entry> entries_;  // by (s + N) / 2
    std::vector<std::int64_t> counts_;  // scratch: zero between calls
    std::vector<std::size_t> distinct_;
    sliced_differences slices_;
};

}  // namespace ulpfield
