#include "study/shard.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <limits>

#include "study/list.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

constexpr std::int64_t least_id = 0;
constexpr std::int64_t most_id = std::numeric_limits<std::int64_t>::max() / 2;
constexpr std::string_view automatic = "auto";

std::optional<std::int64_t> slurm(char const* name) {
    std::string const variable = fmt::format("SLURM_ARRAY_TASK_{}", name);
    char const* const text = std::getenv(variable.c_str());
    if (text == nullptr || *text == '\0') return std::nullopt;
    return parse_integer(fmt::format("--shard auto: {}", variable), text, least_id, most_id);
}

shard checked(std::string_view text, std::int64_t index, std::int64_t count) {
    if (count < 1 || count > static_cast<std::int64_t>(most_shards) || index < 1 || index > count)
        throw usage_error(fmt::format("--shard: '{}' is part {} of {}; accepted: I/M with 1 <= I <= M <= {}", text,
                                      index, count, most_shards));
    return {static_cast<std::uint64_t>(index), static_cast<std::uint64_t>(count)};
}

std::int64_t task_number() {
    std::optional<std::int64_t> const task = slurm("ID");
    if (!task)
        throw usage_error(
            "--shard auto: SLURM_ARRAY_TASK_ID is not set (not in a Slurm job array); accepted there: I/M");
    return *task;
}

// M of an array of all tasks 1..M or 0..M-1.
std::int64_t tasks_of_whole_array() {
    std::optional<std::int64_t> const count = slurm("COUNT");
    if (!count)
        throw usage_error(
            "--shard auto: SLURM_ARRAY_TASK_COUNT is not set; accepted: auto/M with M the number of parts");
    std::int64_t const first = slurm("MIN").value_or(1);
    std::int64_t const last = slurm("MAX").value_or(first + *count - 1);
    std::int64_t const step = slurm("STEP").value_or(1);
    if (first > 1 || last - first != *count - 1 || (step != 1 && *count > 1))
        throw usage_error(fmt::format(
            "--shard auto: this array is {} task{} from {} to {} in steps of {}, not all of 1-M or 0-(M-1): "
            "the number of parts is not known; accepted: auto/M, with M the number of parts of the study "
            "(--shard auto/64), or --array=1-M with step 1",
            *count, *count == 1 ? "" : "s", first, last, step));
    return *count;
}

shard from_slurm(std::string_view text, std::optional<shard> const& begun) {
    std::int64_t const task = task_number();
    std::optional<std::int64_t> parts;
    if (text != automatic)
        parts = parse_integer("--shard", text.substr(automatic.size() + 1), 1, static_cast<std::int64_t>(most_shards));
    if (begun && !begun->whole() && (!parts || static_cast<std::int64_t>(begun->count) == *parts)) {
        auto const number = static_cast<std::int64_t>(begun->index);
        if (number == task || number == task + 1) return *begun;
    }
    if (!parts) parts = tasks_of_whole_array();
    bool const from_zero = task == 0 || slurm("MIN") == 0;
    std::int64_t const index = from_zero ? task + 1 : task;
    if (index > *parts)
        throw usage_error(
            fmt::format("--shard: task {} of the array is beyond '{}'; accepted: --array=1-{} (or parts of it), or "
                        "auto/M with M the number of parts",
                        task, text, *parts));
    return checked(text, index, *parts);
}

}  // namespace

bool is_automatic(std::string_view shard_text) {
    return shard_text == automatic || shard_text.starts_with(fmt::format("{}/", automatic));
}

shard parse_part(std::string_view text) {
    if (text.empty()) return {};
    std::size_t const slash = text.find('/');
    if (slash == std::string_view::npos)
        throw usage_error(
            fmt::format("--shard: '{}' is not accepted; accepted: I/M with 1 <= I <= M <= {}, or auto/M in a Slurm job "
                        "array",
                        text, most_shards));
    return checked(text, parse_integer("--shard", text.substr(0, slash), least_id, most_id),
                   parse_integer("--shard", text.substr(slash + 1), least_id, most_id));
}

shard parse_shard(std::string_view text, std::optional<shard> const& begun) {
    return is_automatic(text) ? from_slurm(text, begun) : parse_part(text);
}

std::string to_string(shard const& part) { return part.whole() ? "" : fmt::format("{}/{}", part.index, part.count); }

}  // namespace ulpfield::study
