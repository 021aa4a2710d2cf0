#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "study/axis.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield::study {

/// --threshold: a bias b_i added to the field of neuron i (rule/bias.hpp), the same for all or one from a file for
/// every neuron. A decimal or fraction is taken exactly, also in a text file; an .npy file holds doubles.
struct threshold {
    std::string text = "0";  ///< as typed
    rational constant = 0;
    std::vector<rational> file = {};  ///< one a neuron; empty: the constant

    /// False: no bias.
    [[nodiscard]] bool given() const { return !file.empty() || constant != 0; }
    /// b_1..b_N; empty where there is none.
    [[nodiscard]] std::vector<rational> of(std::size_t N) const {
        if (!file.empty()) return file;
        return constant == 0 ? std::vector<rational>{} : std::vector<rational>(N, constant);
    }
};

/// The option: a column at the end where it was typed.
[[nodiscard]] axis<threshold> threshold_axis(axis_set& owner);

/// Compares the number of values in a file with every N (usage_error); a bias of 0 for all is not recorded.
void take_threshold(axis<threshold>& of, std::vector<std::int64_t> const& N);

}  // namespace ulpfield::study
