#include "studies/shared/digits/training.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "study/list.hpp"
#include "study/real_list.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

/// What the digits decide, or what classification has no use for.
constexpr std::string_view decided[] = {"--N", "--patterns", "--probe-scaling", "--probe-order"};

arguments merged(arguments const& typed, std::vector<training_preset> const& presets) {
    return with_preset(typed, true, presets);
}

digit_data data_for(arguments const& typed, std::vector<training_preset> const& presets, selection how) {
    arguments const given = merged(typed, presets);
    return read_digits(given, parse_images("--patterns", given.text("--patterns")),
                       parse_images("--test", given.text("--test")), how);
}

training_plan plan_for(arguments const& typed, std::vector<training_preset> const& presets, digit_data const& data) {
    arguments given = merged(typed, presets);
    std::string const class_weights =
        parse_choice("--class-weights", given.text("--class-weights"), {"clamped", "free"});
    if (given.given("--clamp")) {
        if (given.given("--class-weights"))
            throw usage_error("--clamp, --class-weights: both say which weights are clamped; give one of them");
    } else if (class_weights == "free") {
        given.set("--clamp", {fmt::format("1:{}", data.train.N()), false});
    }
    std::size_t const N = data.train.N() + digit_classes;
    given.set("--N", {std::to_string(N), false});
    given.set("--patterns", {std::to_string(data.train.P()), false});
    given.set("--probe-scaling", {"paper", false});
    given.set("--probe-order", {"sequential", false});
    given.set("--preset", {"", false});
    if (!given.given("--batch") && given.text("--batch") != "all" &&
        std::stoll(given.text("--batch")) > static_cast<std::int64_t>(data.train.P()))
        given.set("--batch", {"all", false});  // a default for the whole set
    training_plan plan(given, true);
    if (plan.N.front() != static_cast<std::int64_t>(N))
        throw usage_error(fmt::format("--initial: {} has N = {}; accepted: {} ({} pixels and 10 class neurons)",
                                      given.text("--initial"), plan.N.front(), N, data.train.N()));
    return plan;
}

}  // namespace

std::string_view name(learning_rule rule) { return rule == learning_rule::exact ? "exact" : "feed-forward"; }

std::vector<option> digit_training_options(std::vector<std::pair<std::string, std::string>> const& changed) {
    std::map<std::string, std::string, std::less<>> defaults = {{"--formulation", "modified"},
                                                                {"--interaction", "rectified"},
                                                                {"--inverse-temperature", "397/270"},
                                                                {"--learning-rate", "0.04"},
                                                                {"--decay", "0.998"},
                                                                {"--momentum", "0.6"},
                                                                {"--m", "30"},
                                                                {"--n", "20"},
                                                                {"--K", "100"},
                                                                {"--batch", "1000"},
                                                                {"--initial", "normal:-0.3:0.3"},
                                                                {"--floor", "1e-30"},
                                                                {"--epochs", "100"},
                                                                {"--repeats", "1"},
                                                                {"--patterns", "all"},
                                                                {"--test", "all"}};
    for (auto const& [option_name, value] : changed) defaults[option_name] = value;
    std::vector<option> options = {
        mnist_option(),
        {"--patterns", "all|P", "all", "digits to learn from"},
        {"--test", "all|P", "all", "digits to test with, the first so many"},
        {"--rule", "LIST", "exact",
         "exact (Eq. 4: each class neuron from all others, once) or feed-forward (its Taylor expansion without the "
         "other class neurons; learning and answers)"},
        {"--class-weights", "clamped|free", "clamped",
         "keep class weights in [-1, 1] (public code) or not (the papers)"},
        {"--ramp", "X:EPOCHS", "",
         "T goes linearly from 1/X to its value in the first so many epochs (default: none)"}};
    for (option each : training_options(true))
        if (std::find(std::begin(decided), std::end(decided), each.name) == std::end(decided))
            options.push_back(std::move(each));
    for (option& each : options) {
        if (auto const found = defaults.find(each.name); found != defaults.end()) each.default_value = found->second;
        if (each.name == "--batch") each.help += "; by default all where there are fewer digits";
    }
    return options;
}

digit_plan::digit_plan(arguments const& typed, std::vector<training_preset> const& presets, selection how)
    : data_(data_for(typed, presets, how)),
      plan_(plan_for(typed, presets, data_)),
      train_states_(class_states(data_.train)),
      test_states_(class_states(data_.test)),
      grid_(std::vector<std::size_t>{1}) {
    arguments const given = merged(typed, presets);
    for (std::string const& item : split_list("--rule", given.text("--rule"))) {
        learning_rule const rule = parse_choice("--rule", item, {"exact", "feed-forward"}) == "exact"
                                       ? learning_rule::exact
                                       : learning_rule::feed_forward;
        if (std::find(rules_.begin(), rules_.end(), rule) == rules_.end()) rules_.push_back(rule);
    }
    class_weights_ = given.given("--clamp") ? "as --clamp" : given.text("--class-weights");
    ramp_text_ = given.text("--ramp");
    if (!ramp_text_.empty()) {
        std::size_t const colon = ramp_text_.find(':');
        if (colon == std::string::npos)
            throw usage_error(
                fmt::format("--ramp: '{}' is not accepted; accepted: X:EPOCHS, such as 1/540:200", ramp_text_));
        ramp_from_ = parse_real("--ramp", ramp_text_.substr(0, colon), true);
        ramp_epochs_ = static_cast<std::uint64_t>(parse_integer("--ramp", ramp_text_.substr(colon + 1), 1, 10'000'000));
        if (given.text("--leak") != "same")
            throw usage_error("--ramp: --leak " + given.text("--leak") +
                              " would change EPS with the temperature; leave one of them out");
    }
    grid_ = grid({rules_.size(), plan_.formulations.size(), plan_.formats.size(), plan_.interactions.size(),
                  plan_.n.size(), plan_.K.size(), plan_.inverse_temperatures.size(), plan_.learning_rates.size(),
                  static_cast<std::size_t>(plan_.repeats)});
}

digit_network digit_plan::at(std::uint64_t cell) const {
    auto const index = grid_.at(cell);
    digit_network which{rules_[index[0]], {}};
    network& of = which.of;
    of.formulation = plan_.formulations[index[1]];
    of.format = &plan_.formats[index[2]];
    of.interaction_name = &plan_.interactions[index[3]];
    of.n = plan_.n[index[4]];
    of.N = plan_.N.front();
    of.K = plan_.K[index[5]];
    of.P = plan_.P.front();
    of.inverse_temperature = plan_.inverse_temperature_of(of.formulation, plan_.inverse_temperatures[index[6]], of.N);
    of.learning_rate = plan_.learning_rates[index[7]];
    of.repeat = static_cast<std::int64_t>(index[8]) + 1;
    return which;
}

training_setting digit_plan::setting(digit_network const& which) const {
    training_setting result = plan_.setting(which.of);
    result.rule = which.rule;
    result.ramp_epochs = ramp_epochs_;
    if (ramp_epochs_ != 0)
        result.ramp_from = plan_.inverse_temperature_of(which.of.formulation, ramp_from_, which.of.N);
    return result;
}

double digit_plan::cost(digit_network const& which) const { return plan_.cost(which.of); }

std::vector<std::pair<std::string, std::string>> digit_plan::parameters() const {
    std::string rules;
    for (learning_rule const rule : rules_) rules += (rules.empty() ? "" : ",") + std::string(name(rule));
    std::vector<std::pair<std::string, std::string>> all = {{"--mnist", "training " + data_.train.fingerprint()},
                                                            {"--test", data_.test.fingerprint()},
                                                            {"--rule", rules},
                                                            {"--class-weights", class_weights_},
                                                            {"--ramp", ramp_text_}};
    for (auto& each : plan_.parameters())
        if (std::find(std::begin(decided), std::end(decided), each.first) == std::end(decided) ||
            each.first == "--patterns")
            all.push_back(std::move(each));
    return all;
}

std::vector<std::pair<std::string, std::string>> digit_plan::provenance() const {
    auto facts = plan_.provenance();
    std::erase_if(facts, [](auto const& fact) { return fact.first == "probes" || fact.first == "distance"; });
    facts.emplace_back("pixels", "2x/255 - 1 of the byte x; class neurons are -1");
    facts.emplace_back("answer",
                       "the class neuron with the largest field, the first of equals; NaN: no answer, an error");
    return facts;
}

}  // namespace ulpfield::study
