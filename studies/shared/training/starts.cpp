// What networks start from: states and initial memories.
#include "studies/shared/training/plan.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study {

namespace {

/// Purposes of random words: no two share a stream.
enum purpose : std::uint64_t { for_patterns = 0x7061747465726e, for_initial = 0x696e697469616c };

}  // namespace

training_states training_plan::states(network const& of) const {
    auto const columns = static_cast<std::size_t>(of.N);
    auto const rows = static_cast<std::size_t>(of.P);
    std::vector<double> patterns;
    patterns.reserve(rows * columns);
    if (pattern_file_) {
        for (std::size_t a = 0; a < rows; ++a)
            for (std::size_t i = 0; i < columns; ++i) patterns.push_back(pattern_file_->at(a, i));
    } else {
        random_words words(
            mix_seed({seed_, for_patterns, static_cast<std::uint64_t>(of.N), static_cast<std::uint64_t>(of.repeat)}));
        for (std::size_t a = 0; a < rows; ++a) {
            std::uint64_t word = 0;
            for (std::size_t i = 0; i < columns; ++i) {
                if (i % 64 == 0) word = words();
                patterns.push_back((word >> (i % 64) & 1) != 0 ? 1 : -1);
            }
        }
    }
    return training_states::autoassociative(rows, columns, std::move(patterns));
}

std::vector<double> training_plan::initial(network const& of) const {
    if (initial_file_) {
        std::vector<double> entries;
        std::visit(
            [&](auto const& patterns) {
                for (std::size_t mu = 0; mu < patterns.K(); ++mu)
                    for (std::size_t i = 0; i < patterns.N(); ++i)
                        entries.push_back(static_cast<double>(patterns.at(mu, i)));
            },
            *initial_file_);
        return entries;
    }
    std::scoped_lock const lock(drawn_->mutex);
    auto& entries = drawn_->initial[{of.N, of.K, of.repeat}];
    if (entries.empty())
        entries = draw_values(*law_, static_cast<std::size_t>(of.N * of.K),
                              mix_seed({seed_, for_initial, static_cast<std::uint64_t>(of.N),
                                        static_cast<std::uint64_t>(of.K), static_cast<std::uint64_t>(of.repeat)}));
    return entries;
}

}  // namespace ulpfield::study
