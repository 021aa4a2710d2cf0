#include "studies/shared/memory_file.hpp"

#include "ulpfield/files/fingerprint.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

memory_file_axes::memory_file_axes(axis_set& owner)
    : name_{owner,
            "--memories",
            "FILE",
            "random",
            "random, or a pattern file (" + std::string(pattern_file_kinds) + "); its N and K win",
            any_text(),
            axis_use::optional_parameter},
      limit_{owner,
             "--limit",
             "K",
             "",
             "use only the first K patterns of the --memories file (default: all)",
             one_integer(1, 100'000'000),
             axis_use::input},
      files_(owner) {}

void memory_file_axes::read(axis<state_source>& states, axis<std::int64_t>& N, axis<std::int64_t>& K,
                            axis<std::int64_t> const& trials) {
    read_memories(N, K);
    std::string const file_of_N = read_state_files(states, files_, memories_ ? *name_ : "", N, trials);
    if (file_of_N.empty()) files_.refuse_typed("no file is read; accepted: with --memories or --states FILE");
}

void memory_file_axes::read_memories(axis<std::int64_t>& N, axis<std::int64_t>& K) {
    if (*name_ == "random") {
        if (limit_.given())
            throw usage_error("--limit: only with a --memories file; random memories take their number from --K");
        return;
    }
    auto const most = limit_.given() ? std::optional<std::size_t>(static_cast<std::size_t>(*limit_)) : std::nullopt;
    memories_ = std::make_shared<memory_patterns const>(files_.memories(name_.name(), *name_, most));
    name_.record_as(fingerprint(*memories_));
    take_file_dimension(N, neurons(*memories_), *name_);
    take_file_dimension(K, count(*memories_), *name_);
}

}  // namespace ulpfield::study
