#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "studies/shared/training/training_task.hpp"
#include "study/domain.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/training/initial_memories.hpp"

namespace ulpfield::study {

/// The words of --initial, for help and messages.
inline constexpr std::string_view accepted_initial = "normal:MEAN:STD, uniform:LO:HI, or a file of K x N numbers";

/// The source of memories before they learn: a law or a file.
struct initial_source {
    std::string text;
    std::optional<initial_law> law;
    std::shared_ptr<memory_patterns const> file;
};
[[nodiscard]] domain<initial_source> one_initial_source();

/// Memories before learning. Those of a law depend on (seed, N, K, repeat) and on nothing else: whatever is compared is
/// compared from the same start. Drawn once. Safe to use from several threads.
class initial_memories {
public:
    [[nodiscard]] std::vector<double> of(initial_source const& source, training_task const& task,
                                         std::uint64_t seed) const;

private:
    struct drawn_values {
        std::mutex mutex;
        std::map<std::vector<std::int64_t>, std::vector<double>> by_size;  // N, K, repeat
    };
    std::shared_ptr<drawn_values> drawn_ = std::make_shared<drawn_values>();
};

}  // namespace ulpfield::study
