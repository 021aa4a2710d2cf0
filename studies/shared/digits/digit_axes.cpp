#include "studies/shared/digits/digit_axes.hpp"

#include <fmt/format.h>

#include "study/list.hpp"
#include "study/real_list.hpp"

namespace ulpfield::study {

namespace {

learning_axes::changed_defaults with_those_of_digits(learning_axes::changed_defaults const& changed) {
    learning_axes::changed_defaults all = {{"--formulation", "modified"},
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
                                           {"--epochs", "100"}};
    for (auto const& [option_name, value] : changed) all.insert_or_assign(option_name, value);
    return all;
}

std::string images_default(learning_axes::changed_defaults const& changed, std::string const& option_name) {
    auto const other = changed.find(option_name);
    return other == changed.end() ? "all" : other->second;
}

domain<std::int64_t> images() {
    return one_of([](std::string_view option_name,
                     std::string const& text) { return parse_images(option_name, text).value_or(0); },
                  [](std::int64_t count) { return count == 0 ? "all" : std::to_string(count); });
}

temperature_ramp parse_ramp(std::string_view option_name, std::string const& text) {
    std::size_t const colon = text.find(':');
    if (colon == std::string::npos)
        throw usage_error(
            fmt::format("{}: '{}' is not accepted; accepted: X:EPOCHS, such as 1/540:200", option_name, text));
    return {parse_real(option_name, text.substr(0, colon), true),
            static_cast<std::uint64_t>(parse_integer(option_name, text.substr(colon + 1), 1, 10'000'000)), text};
}

std::optional<std::int64_t> some_images(std::int64_t count) {
    return count == 0 ? std::nullopt : std::optional<std::int64_t>(count);
}

}  // namespace

digit_axes::digit_axes(changed_defaults const& changed)
    : learning_axes(true, with_those_of_digits(changed)),
      mnist{*this, mnist_option().name, mnist_option().value_name, "", mnist_option().help, any_text()},
      classes{*this,
              classes_option().name,
              classes_option().value_name,
              classes_option().default_value,
              classes_option().help,
              any_text(),
              axis_use::input},  // the fingerprint of the digits tells
      patterns{*this,
               "--patterns",
               "all|P",
               images_default(changed, "--patterns"),
               changed.contains("--patterns")
                   ? "digits to learn from and to recall, equally many of each class; iid: trials"
                   : "digits to learn from",
               images()},
      test{*this,   "--test", "all|P", images_default(changed, "--test"), "digits to test with, the first so many",
           images()},
      rule{*this,
           "--rule",
           "LIST",
           "exact",
           "exact (Eq. 4: each class neuron from all others, once) or feed-forward (its Taylor expansion without the "
           "other class neurons; learning and answers)",
           choices<learning_rule>({{"exact", learning_rule::exact}, {"feed-forward", learning_rule::feed_forward}}),
           {"rule", "exact, or feed-forward: the Taylor expansion without the other class neurons", false}},
      free_class_weights{*this,
                         "--class-weights",
                         "clamped|free",
                         "clamped",
                         "keep class weights in [-1, 1] (public code) or not (the papers)",
                         choice<bool>({{"clamped", false}, {"free", true}})},
      ramp{*this,
           "--ramp",
           "X:EPOCHS",
           "",
           "T goes linearly from 1/X to its value in the first so many epochs (default: none)",
           one_of(parse_ramp, [](temperature_ramp const& of) { return of.text; })} {}

void digit_axes::check_digits(arguments const& given, selection how) {
    digit_data data = read_digits(given, some_images(*patterns), some_images(*test), how);
    training_states learned = class_states(data.train);
    training_states asked = class_states(data.test);
    digits_ =
        std::make_shared<learned_digits const>(learned_digits{std::move(data), std::move(learned), std::move(asked)});
    digit_set const& digits = train_digits();
    mnist.record_as("training " + digits.fingerprint());
    patterns.record_as(std::to_string(digits.P()));
    test.record_as(test_digits().fingerprint());
    auto const N = static_cast<std::int64_t>(digits.N() + digits.classes.size());
    auto const P = static_cast<std::int64_t>(digits.P());
    if (initial->file && static_cast<std::int64_t>(neurons(*initial->file)) != N)
        throw usage_error(fmt::format("--initial: {} has N = {}; accepted: {} ({} pixels and {} class neurons)",
                                      initial->text, neurons(*initial->file), N, digits.N(), digits.classes.size()));
    if (clamp.given() && free_class_weights.given())
        throw usage_error("--clamp, --class-weights: both say which weights are clamped; give one of them");
    if (!clamp.given() && *free_class_weights) clamp.assign({{0, digits.N()}});
    if (clamp.given()) free_class_weights.record_as("as --clamp");
    if (!batch.given() && *batch > P) batch.assign({0});  // a default for the whole set
    if (ramp.size() != 0 && *leak != leak_mapping::same)
        throw usage_error(
            fmt::format("--ramp: --leak {} would change EPS with the temperature; leave one of them out", name(*leak)));
    check_sizes({N}, {P});
}

training_task digit_axes::digit_task(place const& at, learning_rule by, rational const& X, rational const& rate,
                                     std::int64_t repeat) const {
    training_task task = common_task(at, static_cast<std::int64_t>(train_digits().N() + train_digits().classes.size()));
    task.P = static_cast<std::int64_t>(train_digits().P());
    task.inverse_temperature = inverse_temperature_of(task.formulation, X, task.N);
    task.learning_rate = rate;
    task.repeat = repeat;
    task.rule = by;
    return task;
}

training_setting digit_axes::setting(training_task const& task) const {
    training_setting result = learning_axes::setting(task);
    if (ramp.size() == 0) return result;
    result.ramp_epochs = ramp->epochs;
    result.ramp_from = inverse_temperature_of(task.formulation, ramp->from, task.N);
    return result;
}

std::vector<std::pair<std::string, std::string>> digit_axes::digit_facts() const {
    auto facts = learning_facts();
    facts.emplace_back("pixels", "2x/255 - 1 of the byte x; class neurons are -1");
    facts.emplace_back("answer",
                       "the class neuron with the largest field, the first of equals; NaN: no answer, an error");
    return facts;
}

}  // namespace ulpfield::study
