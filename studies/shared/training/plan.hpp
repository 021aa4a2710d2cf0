#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/arguments.hpp"
#include "study/value_text.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/training/initial_memories.hpp"
#include "ulpfield/training/training_run.hpp"

namespace ulpfield::study {

/// The options of everything that learns (train, tune, classify, converge). `maps`: inverse temperature,
/// learning rate and patterns are lists (tune).
[[nodiscard]] std::vector<option> training_options(bool maps);

/// One network to train.
struct network {
    learning_formulation formulation;
    number_format const* format;
    std::string const* interaction_name;
    std::int64_t n;
    std::int64_t N;
    std::int64_t K;
    std::int64_t P;
    rational inverse_temperature;  ///< as used: with --match-temperature the original's is X/N
    rational learning_rate;
    std::int64_t repeat;  ///< from 1
};

/// All training options, read and checked. Draws what the networks start from: patterns depend on (seed, N, repeat), so
/// that a larger P only adds some; initial memories on (seed, N, K, repeat); nothing on formulation, format, F, n or
/// hyperparameters: whatever is compared is compared from the same start. Safe to use from several threads.
class training_plan {
public:
    training_plan(arguments const& given, bool maps);

    std::vector<learning_formulation> formulations;
    std::vector<number_format> formats;
    std::vector<std::string> interactions;
    std::vector<std::int64_t> n;
    std::vector<std::int64_t> N;
    std::vector<std::int64_t> K;
    std::vector<std::int64_t> P;
    std::vector<rational> inverse_temperatures;
    std::vector<rational> learning_rates;
    std::int64_t repeats = 1;
    std::int64_t epochs = 0;
    probe_setting probe;

    [[nodiscard]] training_setting setting(network const& of) const;
    [[nodiscard]] training_states states(network const& of) const;
    [[nodiscard]] std::vector<double> initial(network const& of) const;
    /// Everything results depend on.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const;
    /// The conventions chosen where the papers are silent, and the formats' numbers.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const;
    /// Nanoseconds a training takes, roughly.
    [[nodiscard]] double cost(network const& of) const;
    /// X as this formulation uses it.
    [[nodiscard]] rational inverse_temperature_of(learning_formulation formulation, rational const& X,
                                                  std::int64_t N) const;

private:
    void read_initial(std::string const& text, arguments const& given);
    void read_clamp(std::string const& text);

    beta_convention convention_ = beta_convention::power;
    std::string leak_ = "same";
    bool match_temperature_ = false;
    int m_ = 1;
    rational decay_;
    rational momentum_;
    step_normalisation normalise_ = step_normalisation::per_memory;
    step_floor floor_;
    std::string clamp_text_;
    std::size_t clamp_from_ = 0;
    std::size_t clamp_to_ = ~std::size_t{0};
    std::int64_t batch_ = 0;
    evaluation order_ = evaluation::fast;
    std::uint64_t seed_ = 1;
    std::string initial_text_;
    std::optional<initial_law> law_;
    std::shared_ptr<memory_patterns const> initial_file_;
    std::shared_ptr<bipolar_patterns const> pattern_file_;
    std::string patterns_text_;
    struct drawn {
        std::mutex mutex;
        std::map<std::vector<std::int64_t>, std::vector<double>> initial;  // by N, K, repeat
    };
    std::shared_ptr<drawn> drawn_ = std::make_shared<drawn>();
};

[[nodiscard]] std::string_view name(learning_formulation formulation);

}  // namespace ulpfield::study
