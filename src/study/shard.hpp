#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace ulpfield::study {

/// Part `index` (from 1) of `count`; 1 of 1 is the whole study.
struct shard {
    std::uint64_t index = 1;
    std::uint64_t count = 1;

    [[nodiscard]] bool whole() const { return count == 1; }
    bool operator==(shard const&) const = default;
};

/// Most parts a study can be cut into.
constexpr std::uint64_t most_shards = 100'000;

/// "" (the whole), "I/M" with 1 <= I <= M <= 100000, or "auto": this task's place in its Slurm job array, from
/// SLURM_ARRAY_TASK_ID, _COUNT and, where set, _MIN and _STEP. Anything else: usage_error naming --shard.
[[nodiscard]] shard parse_shard(std::string_view text);

/// "I/M"; empty for the whole.
[[nodiscard]] std::string to_string(shard const& part);

}  // namespace ulpfield::study
