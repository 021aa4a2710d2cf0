#include "study/shard.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <limits>
#include <optional>

#include "study/list.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

constexpr std::int64_t least_id = 0;
constexpr std::int64_t most_id = std::numeric_limits<std::int64_t>::max() / 2;

std::optional<std::int64_t> environment(char const* name) {
    char const* const text = std::getenv(name);
    if (text == nullptr || *text == '\0') return std::nullopt;
    return parse_integer(fmt::format("--shard auto: {}", name), text, least_id, most_id);
}

shard checked(std::string_view text, std::int64_t index, std::int64_t count) {
    if (count < 1 || count > static_cast<std::int64_t>(most_shards) || index < 1 || index > count)
        throw usage_error(fmt::format("--shard: {} is part {} of {}; accepted: I/M with 1 <= I <= M <= {}", text, index,
                                      count, most_shards));
    return {static_cast<std::uint64_t>(index), static_cast<std::uint64_t>(count)};
}

shard from_slurm() {
    std::optional<std::int64_t> const task = environment("SLURM_ARRAY_TASK_ID");
    std::optional<std::int64_t> const count = environment("SLURM_ARRAY_TASK_COUNT");
    if (!task || !count)
        throw usage_error(
            "--shard auto: SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT are not set (not in a Slurm job array); "
            "accepted there: I/M");
    std::int64_t const first = environment("SLURM_ARRAY_TASK_MIN").value_or(1);
    std::int64_t const step = environment("SLURM_ARRAY_TASK_STEP").value_or(1);
    if (step < 1 || (*task - first) % step != 0)
        throw usage_error(
            fmt::format("--shard auto: task {} is not on the array's steps {}, {}, ...", *task, first, first + step));
    return checked("auto", (*task - first) / step + 1, *count);
}

}  // namespace

shard parse_shard(std::string_view text) {
    if (text.empty()) return {};
    if (text == "auto") return from_slurm();
    std::size_t const slash = text.find('/');
    if (slash == std::string_view::npos)
        throw usage_error(fmt::format("--shard: '{}' is not accepted; accepted: I/M with 1 <= I <= M <= {}, or auto",
                                      text, most_shards));
    return checked(fmt::format("'{}'", text), parse_integer("--shard", text.substr(0, slash), least_id, most_id),
                   parse_integer("--shard", text.substr(slash + 1), least_id, most_id));
}

std::string to_string(shard const& part) { return part.whole() ? "" : fmt::format("{}/{}", part.index, part.count); }

}  // namespace ulpfield::study
