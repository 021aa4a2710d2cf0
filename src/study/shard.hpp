#pragma once
#include <cstdint>
#include <optional>
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

/// "" (the whole) or "I/M" with 1 <= I <= M <= 100000. Anything else: usage_error naming --shard.
[[nodiscard]] shard parse_part(std::string_view text);

/// As parse_part; besides, in a Slurm job array:
/// - "auto/M": the part whose number is the task's (SLURM_ARRAY_TASK_ID), tasks numbered 1..M, or 0..M-1 where
///   SLURM_ARRAY_TASK_MIN is 0. Single tasks submitted again keep their part.
/// - "auto": the same with M = SLURM_ARRAY_TASK_COUNT, of an array of all tasks 1..M or 0..M-1 alone: MIN, MAX and STEP
///   must say so.
/// `begun`: the part whose results are there already. A task goes on with it where its number fits (the task's, or one
/// more: then tasks were numbered from 0).
[[nodiscard]] shard parse_shard(std::string_view text, std::optional<shard> const& begun);

/// True if parse_shard asks for `begun`.
[[nodiscard]] bool is_automatic(std::string_view shard_text);

/// "I/M"; empty for the whole.
[[nodiscard]] std::string to_string(shard const& part);

}  // namespace ulpfield::study
