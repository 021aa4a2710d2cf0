#include "studies/shared/training/initial_source.hpp"

#include <fmt/format.h>

#include "studies/shared/pattern_files.hpp"
#include "study/real_list.hpp"
#include "ulpfield/files/fingerprint.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t for_initial = 0x696e697469616c;

initial_law parse_law(std::string_view option_name, std::string const& text, bool normal) {
    std::size_t const first = text.find(':');
    std::size_t const second = first == std::string::npos ? first : text.find(':', first + 1);
    std::optional<rational> a;
    std::optional<rational> b;
    if (second != std::string::npos) {
        a = read_real(std::string_view(text).substr(first + 1, second - first - 1));
        b = read_real(std::string_view(text).substr(second + 1));
    }
    if (!a || !b || (normal ? *b < 0 : *b < *a))
        throw usage_error(
            fmt::format("{}: '{}' is not accepted; accepted: {}; numbers from 1e-150 to 1e150, STD >= 0, LO <= HI",
                        option_name, text, accepted_initial));
    return {normal ? initial_law::kind::normal : initial_law::kind::uniform, *a, *b};
}

initial_source parse_initial(std::string_view option_name, std::string const& text) {
    std::string const kind = text.substr(0, text.find(':'));
    if (kind == "normal" || kind == "uniform") return {text, parse_law(option_name, text, kind == "normal"), nullptr};
    if (!names_pattern_file(text))
        throw usage_error(
            fmt::format("{}: '{}' is no law and no file; accepted: {}", option_name, text, accepted_initial));
    return {text, std::nullopt, std::make_shared<memory_patterns const>(read_weights(option_name, text))};
}

}  // namespace

domain<initial_source> one_initial_source() {
    domain<initial_source> one = one_of(
        parse_initial, [](initial_source const& source) { return source.text; }, std::string(accepted_initial));
    one.recorded = [](initial_source const& source) { return source.file ? fingerprint(*source.file) : source.text; };
    return one;
}

std::vector<double> initial_memories::of(initial_source const& source, training_task const& task,
                                         std::uint64_t seed) const {
    if (source.file) {
        std::vector<double> entries;
        std::visit(
            [&](auto const& patterns) {
                for (std::size_t mu = 0; mu < patterns.K(); ++mu)
                    for (std::size_t i = 0; i < patterns.N(); ++i)
                        entries.push_back(static_cast<double>(patterns.at(mu, i)));
            },
            *source.file);
        return entries;
    }
    std::scoped_lock const lock(drawn_->mutex);
    auto& entries = drawn_->by_size[{task.N, task.K, task.repeat}];
    if (entries.empty())
        entries = draw_values(*source.law, static_cast<std::size_t>(task.N * task.K),
                              mix_seed({seed, for_initial, static_cast<std::uint64_t>(task.N),
                                        static_cast<std::uint64_t>(task.K), static_cast<std::uint64_t>(task.repeat)}));
    return entries;
}

}  // namespace ulpfield::study
