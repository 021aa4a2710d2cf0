#include "studies/shared/training/presets.hpp"

#include <fmt/format.h>

#include "ulpfield/number/error.hpp"
#include "ulpfield/number/nearest_match.hpp"

namespace ulpfield::study {

namespace {

// The paper does not print this: the ranges are read off what its text says of the figures and of where the maps have
// their features; K, F, the initial memories, the epochs and the floor are those of the authors' public code or those
// that reproduce the figures (studies/tune/README.md).
constexpr char const* original_coarse = "0.001:1:log13";
constexpr char const* original_fine = "0.003:0.03:log11";
constexpr char const* modified_coarse = "0.1:100:log13";
constexpr char const* modified_fine = "0.3:3:log11";
constexpr char const* rates_coarse = "0.01:5:log9";
constexpr char const* rates_fine = "0.1:2:log9";
constexpr char const* rates_high = "0.1:10:log9";  // n >= 40 learns at rates from 2 on

constexpr char const* guesses = "ranges, K, F with its EPS and sign, initial memories, epochs, floor";

training_preset make(std::string const& name, std::string const& what, bool original, bool fine, std::string const& n,
                     int N, int P, bool high = false) {
    return {name,
            what,
            {{"--formulation", original ? "original" : "modified"},
             {"--interaction", "leaky+:1/100"},
             {"--inverse-temperature",
              original ? (fine ? original_fine : original_coarse) : (fine ? modified_fine : modified_coarse)},
             {"--learning-rate", high   ? rates_high
                                 : fine ? rates_fine
                                        : rates_coarse},
             {"--n", n},
             {"--N", std::to_string(N)},
             {"--patterns", std::to_string(P)},
             {"--K", "100"},
             {"--initial", "normal:0:0.1"},
             {"--floor", "1e-30"}},
            {{"--inverse-temperature", original ? "0.009" : "0.95"}, {"--learning-rate", original ? "0.5" : "5"}},
            guesses};
}

std::vector<training_preset> all_presets() {
    std::vector<training_preset> all;
    std::string const orders = "2,3,5,10,20,30";
    all.push_back(make("figure-1", "Figure 1: original, coarse", true, false, orders, 100, 20));
    all.push_back(make("figure-2", "Figure 2: original, fine", true, true, orders, 100, 20));
    all.push_back(make("figure-3", "Figure 3: modified, coarse", false, false, orders, 100, 20));
    all.push_back(make("figure-4", "Figure 4: modified, fine", false, true, orders, 100, 20));
    auto const family = [&all](int first, std::vector<int> const& list, bool original, bool fine_only, int N, int P) {
        for (std::size_t k = 0; k < list.size(); ++k) {
            std::string const number = std::to_string(first + static_cast<int>(k));
            std::string const n = std::to_string(list[k]);
            std::string const of = fmt::format("Figure {}: {}, n={}, N={}, {} states", number,
                                               original ? "original" : "modified", n, N, P);
            if (!fine_only) all.push_back(make("figure-" + number, of + ", coarse", original, false, n, N, P));
            all.push_back(make("figure-" + number + (fine_only ? "" : "-fine"), of + ", fine", original, true, n, N, P,
                               list[k] >= 40));
        }
    };
    family(7, {2, 3, 5, 10, 20, 30}, true, false, 100, 20);
    family(13, {2, 3, 5, 10, 15, 20, 25, 30}, false, false, 100, 20);
    family(21, {40, 50, 60, 70, 80, 90, 100}, false, true, 100, 20);
    family(28, {2, 3, 5, 10, 20, 30}, false, false, 250, 30);
    return all;
}

class listed_presets final : public planned_study {
public:
    explicit listed_presets(std::vector<training_preset> const& presets) : presets_(&presets) {}
    [[nodiscard]] std::vector<column> columns() const override {
        return {{"preset", "name for --preset", false},
                {"figure", "of McAlister et al. 2024, or the other source it names", false},
                {"options", "what it sets; anything typed beside it wins", false},
                {"guesses", "settings the paper does not state", false}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return {{"--preset", "list"}};
    }
    [[nodiscard]] std::uint64_t cells() const override { return 1; }
    [[nodiscard]] double cost(std::uint64_t) const override { return 1; }
    [[nodiscard]] cell_result run(std::uint64_t, std::stop_token const&) const override {
        cell_result result;
        for (training_preset const& preset : *presets_) {
            std::string options;
            for (auto const& [name, value] : preset.options)
                options += fmt::format("{}{} {}", options.empty() ? "" : " ", name, value);
            result.rows.push_back({preset.name, preset.what, options, preset.guesses});
        }
        return result;
    }

private:
    std::vector<training_preset> const* presets_;
};

arguments merged(arguments const& typed, preset_kind kind, std::vector<training_preset> const& presets) {
    if (!typed.given("--preset")) return typed;
    std::string const& name = typed.text("--preset");
    for (training_preset const& preset : presets) {
        if (preset.name != name) continue;
        arguments result = typed;
        auto const take = [&](std::vector<std::pair<std::string, std::string>> const& options) {
            for (auto const& [option_name, value] : options)
                if (!typed.given(option_name)) result.set(option_name, {value, false});
        };
        take(preset.options);
        if (kind == preset_kind::one_network) take(preset.one_network);
        return result;
    }
    std::vector<std::string> names = {"list"};
    for (training_preset const& preset : presets) names.push_back(preset.name);
    throw usage_error(fmt::format("--preset: unknown preset '{}'{}; accepted: list, or one of those it shows", name,
                                  nearest_match(name, names)));
}

}  // namespace

std::vector<training_preset> const& training_presets() {
    static std::vector<training_preset> const all = all_presets();
    return all;
}

study_entry with_presets(study_entry entry, preset_kind kind, std::vector<training_preset> const& presets) {
    auto const listed = [&presets](arguments const& given) { return given.text("--preset") == "list"; };
    study_entry result = entry;
    result.make = [=, &presets](arguments const& given) -> std::unique_ptr<planned_study> {
        if (listed(given)) return std::make_unique<listed_presets>(presets);
        return entry.make(merged(given, kind, presets));
    };
    result.read = [=, &presets](arguments const& given) -> std::unique_ptr<planned_study> {
        if (listed(given)) return std::make_unique<listed_presets>(presets);
        return entry.read(given);
    };
    return result;
}

}  // namespace ulpfield::study
