#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "rule/lane_sums.hpp"
#include "rule/limb_number.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/mpfr_real.hpp"

namespace ulpfield {

template <class Sum>
inline constexpr bool is_mpfr_real = false;
template <format_role role>
inline constexpr bool is_mpfr_real<mpfr_real<role>> = true;

/// Sums over mu, in order, of one of two terms a memory, for the lane_part neurons of a part of a word of bits: those
/// of mpfr:BITS up to 512 bits, bit for bit, in fixed limbs.
class limb_sums {
public:
    /// The terms of all memories. False: a format of another kind, terms that are not finite, or so large or small that
    /// a sum could leave MPFR's range.
    template <class Sum>
    [[nodiscard]] bool take(number_format const& format, std::vector<Sum> const& agreeing,
                            std::vector<Sum> const& disagreeing) {
        if (format.precision > 512 || finishing_of(format) != finishing::none) return false;
        for (auto const* terms : {&agreeing, &disagreeing})
            for (Sum const& x : *terms)
                if (!in_range(x.get(), format.precision)) return false;
        precision_ = format.precision;
        if (auto const limbs = static_cast<std::size_t>((precision_ + 63) / 64); sums_.index() + 1 != limbs)
            choose(limbs, std::make_index_sequence<8>());
        std::visit([&](auto& of) { of.take(agreeing, disagreeing); }, sums_);
        return true;
    }

    /// The sums of neurons first.. of the word; the state's word.
    void sum(bipolar_patterns const& zeta, std::size_t word, std::uint64_t state, std::size_t first) {
        std::visit(
            [&](auto& of) {
                of.sums.fill({});
                for (std::size_t mu = 0; mu < of.terms.size(); ++mu) {
                    std::uint64_t const differs = (zeta.row(mu)[word] ^ state) >> first;
                    auto const& terms = of.terms[mu];
                    for (std::size_t lane = 0; lane < lane_part; ++lane)
                        of.sums[lane].add(terms[differs >> lane & 1], precision_);
                }
            },
            sums_);
    }
    /// That of neuron first + lane.
    [[nodiscard]] mpfr_value operator[](std::size_t lane) const {
        mpfr_value result(precision_);
        std::visit([&](auto const& of) { of.sums[lane].get(result.get()); }, sums_);
        return result;
    }

private:
    template <std::size_t L>
    struct lanes_of_limbs {
        std::vector<std::array<limb_number<L>, 2>> terms;
        std::array<limb_number<L>, lane_part> sums;

        template <class Sum>
        void take(std::vector<Sum> const& agreeing, std::vector<Sum> const& disagreeing) {
            terms.resize(agreeing.size());
            for (std::size_t mu = 0; mu < terms.size(); ++mu)
                terms[mu] = {limb_number<L>(agreeing[mu].get()), limb_number<L>(disagreeing[mu].get())};
        }
    };

    /// No sum of fewer than 2^60 such terms overflows; one that is not 0 is a multiple of their last places.
    [[nodiscard]] static bool in_range(mpfr_srcptr x, int precision) {
        if (mpfr_zero_p(x) != 0) return true;
        if (mpfr_regular_p(x) == 0 || mpfr_get_prec(x) > precision) return false;
        return mpfr_get_exp(x) < mpfr_emax - 64 && mpfr_get_exp(x) > mpfr_emin + 2 * precision + 64;
    }
    template <std::size_t... index>
    void choose(std::size_t limbs, std::index_sequence<index...>) {
        static_cast<void>(((limbs == index + 1 ? (sums_.emplace<index>(), true) : false) || ...));
    }

    int precision_ = 0;
    std::variant<lanes_of_limbs<1>, lanes_of_limbs<2>, lanes_of_limbs<3>, lanes_of_limbs<4>, lanes_of_limbs<5>,
                 lanes_of_limbs<6>, lanes_of_limbs<7>, lanes_of_limbs<8>>
        sums_;
};

}  // namespace ulpfield
