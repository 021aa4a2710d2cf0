#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "study/axis.hpp"
#include "study/study.hpp"
#include "study/value_text.hpp"

namespace ulpfield::study {

/// A column behind the keys: name, meaning and where its value stands in a row, a member or a function of it.
template <class Row>
struct value_column {
    template <class Get>
    value_column(std::string name, std::string meaning, Get get, bool numeric = true, std::string on_terminal = {})
        : words{std::move(name), std::move(meaning), numeric, std::move(on_terminal)},
          text([get](Row const& from) { return value_text(std::invoke(get, from)); }) {}

    /// The column stands behind that of an optional key, where this one is shown, and nowhere else.
    [[nodiscard]] value_column behind(any_axis const& key) && {
        key_name = key.name();
        return std::move(*this);
    }

    column words;
    std::function<std::string(Row const&)> text;
    std::string key_name = {};
};

/// The verdict, pictures and files of finished rows: they depend on them and the options alone, so that merge and
/// report need neither input files nor a plan.
struct reading {
    std::function<judgement(results const&, arguments const&)> judge = nullptr;
    std::function<std::vector<figure>(results const&, arguments const&)> figures = nullptr;
    std::function<std::vector<result_file>(results const&, arguments const&)> files = nullptr;
    /// The summary that a terminal shows in place of a long table.
    std::function<short_table(results const&, arguments const&)> summary = nullptr;
    /// What standard output shows in place of the results, of their columns and the options; nothing: the results.
    std::function<std::optional<printed_table>(std::vector<column> const&, arguments const&)> printed = nullptr;
};

/// A study that is a table over axes: every cell of their product gives rows, written behind the key columns.
///
/// A new study in 40 lines: studies/formats is one. Its folder holds
///     struct my_axes : axis_set { ... };                       the options (study/axis.hpp; studies/shared/axes.hpp)
///     struct my_row { ... };                                   what a row holds behind its keys
///     class my_study final : public table<my_axes, my_row> {
///         std::vector<value> values() const override           its columns: name, meaning, member of the row
///         std::vector<my_row> measure(place const&, std::stop_token const&) const override
///     };
///     study_entry my_study_entry() { return table_entry<my_study>("my", "What is asked?", {judge, figures, files}); }
/// and studies/registry.cpp its line.
template <class Axes, class Row>
class table : public planned_study, public Axes {
public:
    using value = value_column<Row>;

    /// Key columns, values, keys of options that were typed, values not shown.
    [[nodiscard]] std::vector<column> columns() const override {
        std::vector<column> all;
        std::vector<column> last;
        std::vector<value> const own = values();
        for (any_axis const* key : this->keys())
            if (key->use() == axis_use::key) {
                all.push_back(key->key());
            } else if (key->shown_for(given_)) {
                last.push_back(key->key());
                for (value const& one : own)
                    if (one.key_name == key->name()) last.push_back(one.words);
            }
        std::size_t shown = 0;
        for (; shown < own.size() && own[shown].words.shown(); ++shown)
            if (own[shown].key_name.empty()) all.push_back(own[shown].words);
        all.insert(all.end(), last.begin(), last.end());
        for (; shown < own.size(); ++shown) all.push_back(own[shown].words);
        return all;
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return Axes::parameters();
    }
    [[nodiscard]] std::uint64_t cells() const override { return Axes::cells(); }
    [[nodiscard]] double cost(std::uint64_t cell) const override { return cost_at(this->at(cell)); }
    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        place const where = this->at(cell);
        return {rows_of(where, measure(where, stop)), {}};
    }
    [[nodiscard]] std::vector<std::string> extensible() const override {
        std::vector<std::string> names;
        for (any_axis const* of : this->product()) names.push_back(of->name());
        return names;
    }
    [[nodiscard]] std::string cell_name(std::uint64_t cell) const override {
        place const where = this->at(cell);
        std::string name;
        for (any_axis const* of : this->product())
            // A column left empty: the cell does not depend on this axis.
            name += (key_text(*of, where).empty() ? "" : of->recorded_at(where.index(*of))) + '\n';
        return name;
    }
    [[nodiscard]] std::optional<std::string> key_text_of(std::uint64_t cell, std::string const& of) const override {
        for (any_axis const* key : this->keys())
            if (key->key().name == of) return key_text(*key, this->at(cell));
        return std::nullopt;
    }
    [[nodiscard]] judgement judge(results const& rows) const final {
        return reading_.judge ? reading_.judge(rows, given_) : judgement{};
    }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const final {
        return reading_.figures ? reading_.figures(rows, given_) : std::vector<figure>{};
    }
    [[nodiscard]] std::vector<result_file> files(results const& rows) const final {
        return reading_.files ? reading_.files(rows, given_) : std::vector<result_file>{};
    }

    [[nodiscard]] std::optional<printed_table> printed() const final {
        return reading_.printed ? reading_.printed(columns(), given_) : std::nullopt;
    }
    [[nodiscard]] std::optional<short_table> summary(results const& rows) const final {
        if (printed()) return std::nullopt;
        return reading_.summary ? std::optional(reading_.summary(rows, given_)) : std::nullopt;
    }

    /// The options as typed, and what is made of results; `read` of the axes comes after it, where there are cells.
    void set_reading(arguments const& given, reading of) {
        given_ = given;
        reading_ = std::move(of);
    }

protected:
    /// The options, also where only results are read: axes have no values there.
    [[nodiscard]] arguments const& typed_arguments() const { return given_; }

    [[nodiscard]] virtual std::vector<value> values() const = 0;
    /// The rows of one cell, from its place alone. A study with cells of minutes overrides resume (study/portion.hpp).
    [[nodiscard]] virtual std::vector<Row> measure(place const&, std::stop_token const&) const = 0;
    [[nodiscard]] virtual double cost_at(place const&) const { return 1; }
    /// The text of a key column, where that is not the axis' own text.
    [[nodiscard]] virtual std::string key_text(any_axis const& key, place const& where) const {
        return key.text(where.index(key));
    }

    [[nodiscard]] std::vector<row> rows_of(place const& where, std::vector<Row> const& measured) const {
        std::vector<value> const own = values();
        std::vector<row> all;
        for (Row const& from : measured) {
            row& cells = all.emplace_back();
            row last;
            for (any_axis const* key : this->keys())
                if (key->use() == axis_use::key) {
                    cells.push_back(key_text(*key, where));
                } else if (key->shown_for(given_)) {
                    last.push_back(key_text(*key, where));
                    for (value const& one : own)
                        if (one.key_name == key->name()) last.push_back(one.text(from));
                }
            std::size_t shown = 0;
            for (; shown < own.size() && own[shown].words.shown(); ++shown)
                if (own[shown].key_name.empty()) cells.push_back(own[shown].text(from));
            cells.insert(cells.end(), last.begin(), last.end());
            for (; shown < own.size(); ++shown) cells.push_back(own[shown].text(from));
        }
        return all;
    }

private:
    arguments given_;
    reading reading_;
};

/// A table as planned for these options.
template <class Table>
[[nodiscard]] std::unique_ptr<planned_study> plan_table(arguments const& given, reading const& of) {
    auto made = std::make_unique<Table>();
    made->set_reading(given, of);
    made->read(given);
    return made;
}
/// A table whose results are there already.
template <class Table>
[[nodiscard]] std::unique_ptr<planned_study> read_table(arguments const& given, reading const& of) {
    auto made = std::make_unique<Table>();
    made->set_reading(given, of);
    return made;
}

template <class Table>
[[nodiscard]] study_entry table_entry(std::string name, std::string question, reading const& of = {},
                                      std::vector<example> examples = {}) {
    return {std::move(name),
            std::move(question),
            Table().options(),
            [of](arguments const& given) { return plan_table<Table>(given, of); },
            [of](arguments const& given) { return read_table<Table>(given, of); },
            std::move(examples)};
}

}  // namespace ulpfield::study
