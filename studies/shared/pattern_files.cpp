#include "studies/shared/pattern_files.hpp"

#include <fmt/format.h>

#include "study/messages.hpp"

namespace ulpfield::study {

namespace {

axis<bool> switched(axis_set& owner, std::string name, std::string help) {
    return {owner,          std::move(name), "no|yes",
            "no",           std::move(help), choice<bool>({{"no", false}, {"yes", true}}),
            axis_use::input};
}

/// The other way to read the file, where nothing in it tells.
std::string hint(pattern_facts const& facts) {
    using layout = pattern_facts::layout;
    if (facts.laid != layout::rows) return "";
    std::string text = "--transpose if columns are patterns";
    if (facts.there == facts.N) text += ", --one-pattern if the file is one pattern";
    return text;
}

}  // namespace

pattern_file_axes::pattern_file_axes(axis_set& owner)
    : values_{owner,
              "--values",
              "RULE",
              "auto",
              "values of pattern files: auto (-1 and +1, or real numbers; 0 and 1 alone are refused), 01 (0 is -1), "
              "real, "
              "sign (0 and above are +1), threshold:T (T and above are +1)",
              one_of(parse_value_rule, [](value_rule const& rule) { return name(rule); }),
              axis_use::input},
      transpose_(switched(owner, "--transpose", "columns of a pattern file are the patterns, not rows")),
      one_pattern_(switched(owner, "--one-pattern", "a pattern file is one pattern, whatever its rows and columns")) {
    transpose_.means_alone("yes");
    one_pattern_.means_alone("yes");
}

memory_patterns pattern_file_axes::memories(std::string_view option_name, std::string const& path,
                                            std::optional<std::size_t> limit) const {
    pattern_reading how;
    how.limit = limit;
    return read(option_name, path, how);
}

bipolar_patterns pattern_file_axes::states(std::string_view option_name, std::string const& path) const {
    pattern_reading how;
    how.bipolar = true;
    return std::get<bipolar_patterns>(read(option_name, path, how));
}

memory_patterns pattern_file_axes::read(std::string_view option_name, std::string const& path,
                                        pattern_reading how) const {
    how.values = *values_;
    how.transpose = *transpose_;
    if (one_pattern_.given()) how.one_pattern = *one_pattern_;
    how.option_dashes = "--";
    described_patterns result = read_pattern_file(option_name, path, how);
    say(fmt::format("{}: {}", path, describe(result.facts, hint(result.facts))));
    return std::move(result.patterns);
}

void pattern_file_axes::refuse_typed(std::string_view why) const {
    for (any_axis const* option : std::initializer_list<any_axis const*>{&values_, &transpose_, &one_pattern_})
        if (option->given()) throw usage_error(fmt::format("{}: {}", option->name(), why));
}

memory_patterns read_weights(std::string_view option_name, std::string const& path) {
    pattern_reading how;
    how.weights = true;
    described_patterns result = read_pattern_file(option_name, path, how);
    say(fmt::format("{}: {}", path, describe(result.facts)));
    return std::move(result.patterns);
}

}  // namespace ulpfield::study
