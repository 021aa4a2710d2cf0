#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "rule/lane_sums.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

/// sigma_i u_i over bipolar memories, F with integer values, for the 64 neurons of a word at once: a memory of overlap
/// s adds F(s) - F(s - 2) where it agrees with the state at i, else F(s) - F(s + 2). These integers are cut into slices
/// of w bits, K 2^w <= 2^52, whose sums over mu a double holds exactly; the highest ones are enough to enclose the sum.
class sliced_differences {
public:
    /// `bits`: no value or sum is longer. `value` gives F(s), `overlap` s_mu, `state` the state in the layout of a row.
    sliced_differences(bipolar_patterns const& zeta, std::size_t bits, std::function<integer const&(int)> value,
                       std::function<int(std::size_t)> overlap, std::function<std::vector<std::uint64_t>()> state)
        : zeta_(zeta),
          width_(52 - static_cast<int>(std::bit_width(zeta.K()))),
          count_(bits / static_cast<std::size_t>(std::max(width_, 1)) + 1),
          value_(std::move(value)),
          overlap_(std::move(overlap)),
          state_(std::move(state)) {}

    void state_changed() { prepared_ = 0; }

    struct enclosure_of {
        mpfr_value lower;
        mpfr_value upper;
        bool exact = false;  ///< both are the value
    };
    /// u_i for a format of this precision: nothing where the sign is not certain, or tables would be too large.
    [[nodiscard]] std::optional<enclosure_of> enclosure(std::size_t i, int sigma_i, int precision) {
        if (width_ < 24 || (zeta_.N() + 1) * count_ > most_slices) return std::nullopt;
        std::size_t const wanted =
            static_cast<std::size_t>(precision + 64 + static_cast<int>(std::bit_width(zeta_.K()))) /
                static_cast<std::size_t>(width_) +
            2;
        if (prepared_ < std::min(wanted, count_)) prepare(std::min(wanted, count_));
        if (word_ != i / lane_word) sum(i / lane_word);
        mpfr_value value(static_cast<mpfr_prec_t>(terms_.size()) * width_ + 128);
        mpfr_value part(53);
        mpfr_set_zero(value.get(), 1);
        for (std::size_t k = 0; k < terms_.size(); ++k) {
            mpfr_set_d(part.get(), sums_[k][i % lane_word], MPFR_RNDN);
            mpfr_mul_2si(part.get(), part.get(), static_cast<long>(low_ + k) * width_, MPFR_RNDN);
            mpfr_add(value.get(), value.get(), part.get(), MPFR_RNDN);  // exact
        }
        if (sigma_i < 0 && mpfr_zero_p(value.get()) == 0) mpfr_neg(value.get(), value.get(), MPFR_RNDN);
        if (low_ == 0) return enclosure_of{value, value, true};
        // Each of K terms lacks less than 2^(w low).
        enclosure_of ends{value, value, false};
        mpfr_set_ui(part.get(), zeta_.K(), MPFR_RNDU);
        mpfr_mul_2si(part.get(), part.get(), static_cast<long>(low_) * width_, MPFR_RNDU);
        mpfr_sub(ends.lower.get(), value.get(), part.get(), MPFR_RNDD);
        mpfr_add(ends.upper.get(), value.get(), part.get(), MPFR_RNDU);
        if (mpfr_sgn(ends.lower.get()) * mpfr_sgn(ends.upper.get()) <= 0) return std::nullopt;
        return ends;
    }

private:
    static constexpr std::size_t most_slices = std::size_t{1} << 21;

    /// Both differences of one overlap, sliced from the lowest bits on.
    struct sliced {
        std::vector<double> agreeing;
        std::vector<double> disagreeing;
        std::size_t top = 0;  // the highest slice that is not empty in both
    };

    [[nodiscard]] std::vector<double> slices_of(integer const& value) const {
        auto const* const bits = value.backend().data();
        std::vector<double> result(count_);
        std::uint64_t const mask = (std::uint64_t{1} << width_) - 1;
        double const sign = value < 0 ? -1 : 1;
        for (std::size_t k = 0; k < count_; ++k) {
            std::size_t const from = k * static_cast<std::size_t>(width_);
            auto const limb = static_cast<mp_size_t>(from / 64);
            std::uint64_t part = mpz_getlimbn(bits, limb) >> (from % 64);
            if (from % 64 != 0) part |= mpz_getlimbn(bits, limb + 1) << (64 - from % 64);
            result[k] = sign * static_cast<double>(part & mask);
        }
        return result;
    }

    [[nodiscard]] sliced const& at(int s) {
        auto& slot = table_[static_cast<std::size_t>(s + static_cast<int>(zeta_.N())) / 2];
        if (!slot) {
            integer const here = value_(s);
            slot.emplace(sliced{slices_of(integer(here - value_(s - 2))), slices_of(integer(here - value_(s + 2)))});
            for (std::size_t k = 0; k < count_; ++k)
                if (slot->agreeing[k] != 0 || slot->disagreeing[k] != 0) slot->top = k;
        }
        return *slot;
    }

    /// The terms of the `wanted` highest slices of the present state.
    void prepare(std::size_t wanted) {
        static_assert(sizeof(mp_limb_t) == sizeof(std::uint64_t));
        table_.resize(zeta_.N() + 1);
        std::size_t top = 0;
        for (std::size_t mu = 0; mu < zeta_.K(); ++mu) top = std::max(top, at(overlap_(mu)).top);
        low_ = top + 1 > wanted ? top + 1 - wanted : 0;
        terms_.resize(top + 1 - low_);
        sums_.resize(terms_.size());
        for (auto& terms : terms_) terms.resize(2 * zeta_.K());
        for (std::size_t mu = 0; mu < zeta_.K(); ++mu) {
            sliced const& both = at(overlap_(mu));
            for (std::size_t k = 0; k < terms_.size(); ++k) {
                terms_[k][2 * mu] = both.agreeing[low_ + k];
                terms_[k][2 * mu + 1] = both.disagreeing[low_ + k];
            }
        }
        packed_ = state_();
        prepared_ = wanted;
        word_ = ~std::size_t{0};
    }

    void sum(std::size_t word) {
        static_assert(sizeof(unsigned long long) == sizeof(std::uint64_t));
        for (std::size_t k = 0; k < terms_.size(); ++k) {
            lane_sums<double> request;
            request.terms = terms_[k].data();
            request.rows = reinterpret_cast<unsigned long long const*>(zeta_.row(0).data() + word);
            request.stride = zeta_.words();
            request.state = packed_[word];
            request.K = zeta_.K();
            sum_lanes(request);
            std::copy(std::begin(request.sums), std::end(request.sums), sums_[k].begin());
        }
        word_ = word;
    }

    bipolar_patterns const& zeta_;
    int width_;          // w
    std::size_t count_;  // slices of the longest value
    std::function<integer const&(int)> value_;
    std::function<int(std::size_t)> overlap_;
    std::function<std::vector<std::uint64_t>()> state_;
    std::vector<std::optional<sliced>> table_;  // by (s + N) / 2
    std::size_t prepared_ = 0;                  // slices that were wanted of the present state; 0: none yet
    std::size_t low_ = 0;
    std::vector<std::vector<double>> terms_;  // by slice from low_, then as lane_sums has them
    std::vector<std::uint64_t> packed_;
    std::size_t word_ = ~std::size_t{0};
    std::vector<std::array<double, lane_word>> sums_;  // of the neurons of that word
};

}  // namespace ulpfield
