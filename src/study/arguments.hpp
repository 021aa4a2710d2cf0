#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield::study {

/// One option of a study, as data: the command line, `--help`, `--config` and the provenance are made from it.
struct option {
    std::string name;           ///< with its dashes, e.g. "--n"
    std::string value_name;     ///< what stands for the value in --help, e.g. "LIST"; empty: a flag (no value)
                                ///< "[yes|no]": may be left out, which is yes
    std::string default_value;  ///< as the user would type it; empty: none, and --help says so in `help`
    std::string help;           ///< one sentence: meaning, unit, what is accepted
    std::vector<std::string> values = {};  ///< names it accepts, as a shell completes them; there may be other values
    std::string column = {};               ///< the column that stands at the end of the table where it is typed
    std::string alone = {};                ///< the value of an option typed without one; empty: it needs one
};

/// The options of one study as typed, defaults filled in. Text only: a study parses its own values
/// (study/list.hpp has the parsers) and throws usage_error naming the option.
class arguments {
public:
    struct entry {
        std::string text;
        bool given = false;  ///< typed by the user (command line or --config), not the default
    };

    void set(std::string name, entry value) { entries_.insert_or_assign(std::move(name), std::move(value)); }

    /// Text of an option; the option must be one the study declared.
    [[nodiscard]] std::string const& text(std::string_view name) const { return at(name).text; }
    [[nodiscard]] bool given(std::string_view name) const { return at(name).given; }
    /// A flag is set if it was given.
    [[nodiscard]] bool flag(std::string_view name) const { return at(name).given; }

private:
    [[nodiscard]] entry const& at(std::string_view name) const { return entries_.at(std::string(name)); }

    std::map<std::string, entry> entries_;
};

}  // namespace ulpfield::study
