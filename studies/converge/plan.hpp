#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "studies/shared/digits/digits.hpp"
#include "study/domain.hpp"
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/ratio.hpp"
#include "ulpfield/rule/decision_rule.hpp"

namespace ulpfield::study {

/// The kind of memories.
enum class memory_source {
    trained,  ///< of a network that learned to classify the digits: its pixel weights
    stored,   ///< the first K digits of the training file, binarised, or the patterns of a file
    iid       ///< independent uniform bits, drawn anew for every trial
};
[[nodiscard]] std::string_view name(memory_source memories);

/// The start of recall.
struct recall_start {
    enum class kind { data, memory, corrupted, file };
    kind of = kind::data;
    ratio probability{0, 1};
    std::string name;  ///< data, memory, corrupted:P, or that of a file of states
    std::shared_ptr<bipolar_patterns const> states = nullptr;

    /// Whether there is a memory that recall should come back to.
    [[nodiscard]] bool from_memory() const { return of == kind::memory || of == kind::corrupted; }
};
[[nodiscard]] domain<recall_start> recall_starts();

struct converge_cell {
    memory_source memories;
    recall_start start;
    std::int64_t n;
    std::int64_t K;
};
/// The text of column `states`: where the memories come from and where recall starts.
[[nodiscard]] std::string states_text(converge_cell const& cell);

/// The inputs of recall besides its cell.
struct converge_plan {
    digit_set const* digits = nullptr;  ///< learned from and recalled; null where only iid patterns are asked for
    digit_set stored;                   ///< as many as the largest K, where digits are stored
    std::shared_ptr<bipolar_patterns const> memories;  ///< stored in their place, of a file; null: digits
    interaction F;                                     ///< of order 1
    std::int64_t N = 0;
    std::int64_t trials = 0;  ///< states
    std::vector<std::int64_t> iterations;
    bool synchronous = true;
    decision_rule decision = {};  ///< -1 and +1 alone
    bool signs = false;           ///< trained weights are replaced by their signs
    std::uint64_t seed = 1;
};

}  // namespace ulpfield::study
