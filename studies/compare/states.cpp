#include "studies/compare/states.hpp"

#include <fmt/format.h>

#include "ulpfield/files/fingerprint.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/memory/random_patterns.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study {

namespace {

/// Purposes of random words: no two share a stream; 3 are the flips of `corrupted`.
enum purpose : std::uint64_t { for_memories = 1, for_state = 2 };

int sign_of(memory_patterns const& zeta, std::size_t mu, std::size_t i) {
    return std::visit([&](auto const& patterns) { return patterns.at(mu, i) >= 0 ? 1 : -1; }, zeta);
}

}  // namespace

state_source parse_states(std::string_view option_name, std::string const& text) {
    using kind = state_source::kind;
    if (text == "memory") return {kind::memory, text, {}, nullptr};
    if (text == "random") return {kind::random, text, {}, nullptr};
    if (text == "near-tie") return {kind::near_tie, text, {}, nullptr};
    if (text.starts_with("corrupted:")) {
        auto const P = parse_ratio(std::string_view(text).substr(10));
        if (!P || P->numerator < 0 || P->numerator > P->denominator)
            throw usage_error(std::string(option_name) + ": P in '" + text +
                              "' must be a number from 0 to 1 of at most 18 digits, e.g. corrupted:0.1");
        return {kind::corrupted, text, *P, nullptr};
    }
    if (!names_pattern_file(text))
        throw usage_error(
            std::string(option_name) + ": '" + text +
            "' is no kind of state and no file; accepted: memory, corrupted:P (P from 0 to 1), random, near-tie, or a "
            "file (" +
            std::string(pattern_file_kinds) + ")");
    return {kind::file, text, {}, nullptr};
}

std::string read_state_files(axis<state_source>& states, pattern_file_axes const& files, std::string file_of_N,
                             axis<std::int64_t>& N, axis<std::int64_t> const& trials) {
    std::vector<state_source> all = states.values();
    for (state_source& source : all)
        if (source.from == state_source::kind::file)
            source.file = std::make_shared<bipolar_patterns const>(files.states(states.name(), source.text));
    states.assign(std::move(all));
    for (state_source const& source : states.values()) {
        if (!source.file) continue;
        if (file_of_N.empty())
            take_file_dimension(N, source.file->N(), source.text);
        else if (static_cast<std::size_t>(*N) != source.file->N())
            throw usage_error(fmt::format("--states: {} has N = {}, but {} has N = {}; all files must have the same N",
                                          source.text, source.file->N(), file_of_N, *N));
        file_of_N = source.text;
        if (trials.given() && static_cast<std::size_t>(*trials) != source.file->K())
            throw usage_error(fmt::format("--trials: {} given, but {} has {} rows, and its rows are the trials",
                                          *trials, source.text, source.file->K()));
    }
    return file_of_N;
}

domain<state_source> state_sources() {
    domain<state_source> all = list_of(parse_states, [](state_source const& source) { return source.text; });
    all.recorded = [](state_source const& source) {
        return source.file ? source.text + " (" + fingerprint(*source.file) + ")" : source.text;
    };
    all.identity = [](state_source const& source) {
        return source.from == state_source::kind::corrupted ? "corrupted:" + source.flip_probability.text()
                                                            : source.text;
    };
    return all;
}

bipolar_state draw_state(state_source const& source, memory_patterns const& zeta, std::uint64_t seed,
                         std::uint64_t trial) {
    using kind = state_source::kind;
    std::size_t const K = count(zeta);
    std::size_t const N = neurons(zeta);
    if (source.from == kind::file) return source.file->state(trial - 1);
    if (source.from == kind::random) {
        random_words words(mix_seed({seed, for_state, N, trial}));
        return random_patterns(1, N, words).state(0);
    }
    bipolar_state state(N);
    std::size_t const mu = (trial - 1) % K;
    for (std::size_t i = 0; i < N; ++i) state[i] = static_cast<std::int8_t>(sign_of(zeta, mu, i));
    if (source.from == kind::corrupted)
        return corrupted(std::move(state), ulpfield::flip_probability(source.flip_probability), seed, trial);
    return state;
}

std::string start_text(state_source const& source, std::uint64_t trial, std::size_t K) {
    using kind = state_source::kind;
    if (source.from == kind::file) return std::to_string(trial);
    if (source.from == kind::memory || source.from == kind::corrupted) return std::to_string(1 + (trial - 1) % K);
    return "";
}

memory_patterns draw_memories(std::size_t K, std::size_t N, std::uint64_t seed, std::uint64_t trial) {
    random_words words(mix_seed({seed, for_memories, N, K, trial}));
    return random_patterns(K, N, words);
}

}  // namespace ulpfield::study
