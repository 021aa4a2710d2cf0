#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "studies/shared/digits/training.hpp"
#include "study/library_values.hpp"
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield::study {

/// What the memories are.
enum class memory_source {
    trained,  ///< of a network that learned to classify the digits: its pixel weights
    stored,   ///< the first K digits of the training file, binarised
    iid       ///< independent uniform bits, drawn anew for every trial
};

/// Where recall starts.
struct recall_start {
    enum class kind { data, memory, corrupted };
    kind of = kind::data;
    ratio probability{0, 1};
    std::string name;  ///< data, memory, corrupted:P
};

struct converge_cell {
    memory_source memories;
    recall_start start;
    std::int64_t n;
    std::int64_t K;
    std::uint64_t trained = 0;  ///< cell of the digit_plan
};

struct converge_plan {
    std::optional<digit_plan> digits;  ///< none where only iid patterns are asked for
    digit_set stored;                  ///< as many as the largest K, where digits are stored
    std::string interaction_name;
    std::int64_t N = 0;
    std::int64_t trials = 0;  ///< states
    std::vector<std::int64_t> iterations;
    std::vector<rational> epsilons;
    bool synchronous = true;
    bool signs = false;  ///< trained weights are replaced by their signs
    std::vector<number_format> recall_formats;
    std::int64_t recall_digits = 0;
    std::uint64_t seed = 1;
    std::vector<converge_cell> cells;
    std::vector<std::pair<std::string, std::string>> parameters;

    [[nodiscard]] interaction F(std::int64_t n) const {
        return make_interaction("--interaction", interaction_name, static_cast<int>(n));
    }
};

[[nodiscard]] std::vector<option> converge_options();
[[nodiscard]] converge_plan read_converge_plan(arguments const& given);
[[nodiscard]] std::string_view name(memory_source memories);

/// What stands in column `states`: where the memories come from and where recall starts.
[[nodiscard]] std::string states_text(converge_cell const& cell);

}  // namespace ulpfield::study
