#include "studies/shared/training/learned_patterns.hpp"

#include "study/list.hpp"
#include "ulpfield/files/fingerprint.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_patterns = 1'000'000;
constexpr std::uint64_t for_patterns = 0x7061747465726e;

/// Not the name of a file.
bool is_number_list(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789,: +-") == std::string_view::npos;
}

}  // namespace

domain<learned_patterns> learned_pattern_sources(bool lists) {
    domain<learned_patterns> sources;
    sources.read = [lists](std::string_view option_name, std::string const& text) {
        std::vector<learned_patterns> all;
        if (is_number_list(text)) {
            auto const numbers = lists ? parse_integers(option_name, text, 1, most_patterns)
                                       : std::vector{parse_integer(option_name, text, 1, most_patterns)};
            for (std::int64_t const P : numbers) all.push_back({P, nullptr, {}});
        } else {
            all.push_back({1, nullptr, text});
        }
        return all;
    };
    sources.text = [](learned_patterns const& source) { return std::to_string(source.P); };
    sources.recorded = [](learned_patterns const& source) {
        return source.file ? fingerprint(*source.file) : std::to_string(source.P);
    };
    return sources;
}

void read_pattern_source(axis<learned_patterns>& patterns, pattern_file_axes const& files) {
    if (patterns->file_name.empty()) return;
    learned_patterns source = *patterns;
    source.file = std::make_shared<bipolar_patterns const>(files.states(patterns.name(), source.file_name));
    source.P = static_cast<std::int64_t>(source.file->K());
    patterns.assign({std::move(source)});
}

training_states states_of(learned_patterns const& source, training_task const& task, std::uint64_t seed) {
    auto const N = static_cast<std::size_t>(task.N);
    auto const P = static_cast<std::size_t>(source.P);
    std::vector<double> patterns;
    patterns.reserve(P * N);
    if (source.file) {
        for (std::size_t a = 0; a < P; ++a)
            for (std::size_t i = 0; i < N; ++i) patterns.push_back(source.file->at(a, i));
    } else {
        random_words words(mix_seed(
            {seed, for_patterns, static_cast<std::uint64_t>(task.N), static_cast<std::uint64_t>(task.repeat)}));
        for (std::size_t a = 0; a < P; ++a) {
            std::uint64_t word = 0;
            for (std::size_t i = 0; i < N; ++i) {
                if (i % 64 == 0) word = words();
                patterns.push_back((word >> (i % 64) & 1) != 0 ? 1 : -1);
            }
        }
    }
    return training_states::autoassociative(P, N, std::move(patterns));
}

}  // namespace ulpfield::study
