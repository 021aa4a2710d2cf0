// What is recorded of a plan: everything results depend on, and the conventions.
#include <fmt/format.h>

#include "studies/shared/training/plan.hpp"
#include "study/list.hpp"
#include "study/real_list.hpp"
#include "ulpfield/files/fingerprint.hpp"

namespace ulpfield::study {

std::vector<std::pair<std::string, std::string>> training_plan::parameters() const {
    auto const number = [](std::int64_t value) { return std::to_string(value); };
    auto const real = [](rational const& value) { return exact_text(value); };
    return {
        {"--formulation", join(formulations, [](auto const& f) { return name(f); })},
        {"--formats", join(formats, [](auto const& format) { return format.name; })},
        {"--interaction", join(interactions, [](auto const& text) { return text; })},
        {"--n", join(n, number)},
        {"--N", join(N, number)},
        {"--K", join(K, number)},
        {"--patterns", pattern_file_ ? fingerprint(*pattern_file_) : join(P, number)},
        {"--inverse-temperature", join(inverse_temperatures, real)},
        {"--beta-convention", convention_ == beta_convention::power    ? "1/T^n"
                              : convention_ == beta_convention::over_n ? "1/(nT)"
                                                                       : "1/T"},
        {"--match-temperature", match_temperature_ ? "yes" : "no"},
        {"--learning-rate", join(learning_rates, real)},
        {"--decay", exact_text(decay_)},
        {"--momentum", exact_text(momentum_)},
        {"--m", std::to_string(m_)},
        {"--epochs", std::to_string(epochs)},
        {"--leak", leak_},
        {"--clamp", clamp_text_},
        {"--initial", initial_file_ ? fingerprint(*initial_file_) : initial_text_},
        {"--normalise", normalise_ == step_normalisation::per_memory ? "row" : "none"},
        {"--floor", (floor_.relative ? "relative:" : "") + exact_text(floor_.value)},
        {"--batch", batch_ == 0 ? "all" : std::to_string(batch_)},
        {"--repeats", std::to_string(repeats)},
        {"--evaluation", order_ == evaluation::fast ? "fast" : "definition"},
        {"--probe-scaling", probe.scaling == probe_scaling::paper ? "paper" : "trained"},
        {"--probe-order", probe.synchronous ? "synchronous" : "sequential"},
        {"--seed", std::to_string(seed_)},
    };
}

std::vector<std::pair<std::string, std::string>> training_plan::provenance() const {
    std::vector<std::pair<std::string, std::string>> facts;
    for (number_format const& format : formats)
        facts.emplace_back("format " + format.name,
                           fmt::format("precision {} bits, emin {}, emax {}, {}", format.precision, format.emin,
                                       format.emax, format.subnormals ? "subnormals" : "no subnormals"));
    facts.emplace_back("sign(0)", "+1 when probing (Eq. 3); F'(0) from the branch x >= 0");
    facts.emplace_back("learning rate", "rate decay^(epoch-1), rounded once to the format");
    facts.emplace_back("step", "zeta + rate (V / max|V|), then clamped");
    facts.emplace_back("probes", fmt::format("the learned states, at most {} sweeps", most_probe_sweeps));
    facts.emplace_back("distance", "mean over the states of 2 sqrt(bits that differ)");
    facts.emplace_back("initial memories", initial_text_);
    facts.emplace_back("patterns", patterns_text_);
    return facts;
}

}  // namespace ulpfield::study
