#pragma once
#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "study/arguments.hpp"
#include "study/domain.hpp"
#include "study/grid.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

class axis_set;
class place;

/// The properties of an axis beyond those of an option.
enum class axis_use {
    key,                 ///< a column of the table; its values are among what the rows are the product of
    optional_key,        ///< likewise, but its column stands at the end and only where the option was typed
    parameter,           ///< no column; results depend on it
    optional_parameter,  ///< likewise, and recorded only where the option was typed
    input,               ///< no column, and results do not depend on it (where a file lies, how a table is laid out)
    common               ///< a parameter that is an option of every study (--seed)
};

/// An option of a study and what follows from it, without the type of its values.
class any_axis {
public:
    any_axis(any_axis const&) = delete;
    any_axis& operator=(any_axis const&) = delete;

    [[nodiscard]] option const& words() const { return words_; }
    [[nodiscard]] std::string const& name() const { return words_.name; }
    [[nodiscard]] column const& key() const { return key_; }
    [[nodiscard]] axis_use use() const { return use_; }
    [[nodiscard]] bool is_key() const { return use_ == axis_use::key || use_ == axis_use::optional_key; }

    /// Reads the option; a value given twice counts once.
    void read(arguments const& given);
    /// Reads another text than the option's (a default that depends on other options).
    virtual void read_text(std::string const& text) = 0;
    /// Typed by the user, not the default.
    [[nodiscard]] bool given() const { return given_; }
    [[nodiscard]] std::string const& typed() const { return typed_; }

    [[nodiscard]] virtual std::size_t size() const = 0;
    /// Value `index` as its column shows it; empty where there is none.
    [[nodiscard]] virtual std::string text(std::size_t index) const = 0;
    /// Value `index` as parameters() records it; empty where there is none.
    [[nodiscard]] virtual std::string recorded_at(std::size_t index) const = 0;
    /// All values as parameters() records them.
    [[nodiscard]] std::string recorded() const { return recorded_as_ ? *recorded_as_ : recorded_values(); }
    /// Records something else: the fingerprint of a file's content instead of its name.
    void record_as(std::string text) { recorded_as_ = std::move(text); }
    /// The value where the option is typed without one.
    void means_alone(std::string value) { words_.alone = std::move(value); }
    /// Of an optional key: its value is recorded in any case, and these texts, typed alone, give no column.
    void record_always(std::vector<std::string> without_column) {
        recorded_always_ = true;
        without_column_ = std::move(without_column);
    }
    /// Of an optional key: its column stands in the table of these options.
    [[nodiscard]] bool shown_for(arguments const& options) const;
    /// Under the other options results do not depend on it: not recorded, and refused (`why`) where it was typed.
    void has_no_part(std::string const& why);
    /// Not recorded: its value is that of results from before there was the option.
    void leave_unrecorded() { without_part_ = true; }

protected:
    any_axis(axis_set& owner, option words, column key, axis_use use);
    virtual ~any_axis() = default;
    [[nodiscard]] virtual std::string recorded_values() const = 0;
    virtual void clear() = 0;

private:
    friend class axis_set;
    friend class place;

    option words_;
    column key_;
    axis_use use_;
    bool given_ = false;
    std::string typed_;
    std::optional<std::string> recorded_as_;
    bool without_part_ = false;
    bool recorded_always_ = false;
    std::vector<std::string> without_column_;
    std::optional<std::size_t> position_;  // in the product
};

/// An option with typed values, declared once as a member of an axis_set: its name, what stands for a value, default,
/// help ({}: what the domain accepts), domain and key column. Options, parameters, key columns and grid follow from it.
/// An option without default that was not typed has no values.
template <class Value>
class axis final : public any_axis {
public:
    axis(axis_set& owner, std::string name, std::string value_name, std::string default_value, std::string help,
         domain<Value> of, column key = {})
        : axis(owner, {std::move(name), std::move(value_name), std::move(default_value), std::move(help)},
               std::move(of), key, key.name.empty() ? axis_use::parameter : axis_use::key) {}
    axis(axis_set& owner, std::string name, std::string value_name, std::string default_value, std::string help,
         domain<Value> of, axis_use use, column key = {})
        : axis(owner, {std::move(name), std::move(value_name), std::move(default_value), std::move(help)},
               std::move(of), std::move(key), use) {}

    /// A std::vector<bool> would hold no bool to refer to.
    using list = std::conditional_t<std::is_same_v<Value, bool>, std::deque<bool>, std::vector<Value>>;

    [[nodiscard]] list const& values() const { return values_; }
    [[nodiscard]] bool has(Value const& value) const {
        return std::find(values_.begin(), values_.end(), value) != values_.end();
    }
    /// The one value of an option that has one.
    [[nodiscard]] Value const& operator*() const { return values_.at(0); }
    [[nodiscard]] Value const* operator->() const { return &values_.at(0); }
    [[nodiscard]] std::optional<Value> optional() const {
        return values_.empty() ? std::nullopt : std::optional<Value>(values_.front());
    }

    void assign(list values) { values_ = std::move(values); }
    void read_text(std::string const& text) override {
        values_.clear();
        std::unordered_set<std::string> known;
        for (Value value : domain_.read(name(), text))
            if (known.insert(domain_.identity ? domain_.identity(value) : recorded_text(value)).second)
                values_.push_back(std::move(value));
    }

    [[nodiscard]] std::size_t size() const override { return values_.size(); }
    [[nodiscard]] std::string text(std::size_t index) const override {
        return index < values_.size() ? domain_.text(values_[index]) : "";
    }
    [[nodiscard]] std::string recorded_at(std::size_t index) const override {
        return index < values_.size() ? recorded_text(values_[index]) : "";
    }

protected:
    [[nodiscard]] std::string recorded_values() const override {
        std::string all;
        for (std::size_t k = 0; k < values_.size(); ++k) all += (k == 0 ? "" : ",") + recorded_text(values_[k]);
        return all;
    }
    void clear() override { values_.clear(); }

private:
    axis(axis_set& owner, option words, domain<Value> of, column key, axis_use use)
        : any_axis(owner, completed(std::move(words), of, key, use), key, use), domain_(std::move(of)) {}

    [[nodiscard]] static option completed(option words, domain<Value> const& of, column const& key, axis_use use) {
        if (std::size_t const at = words.help.find("{}"); at != std::string::npos)
            words.help.replace(at, 2, of.accepted);
        words.values = of.names;
        if (use == axis_use::optional_key) words.column = key.name;
        return words;
    }
    [[nodiscard]] std::string recorded_text(Value const& value) const {
        return domain_.recorded ? domain_.recorded(value) : domain_.text(value);
    }

    domain<Value> domain_;
    list values_;
};

/// A cell of the product: a value on each of its axes.
class place {
public:
    explicit place(std::vector<std::size_t> index) : index_(std::move(index)) {}

    template <class Value>
    [[nodiscard]] Value const& operator[](axis<Value> const& of) const {
        return of.values().at(index(of));
    }
    /// The index of the axis' value.
    [[nodiscard]] std::size_t index(any_axis const& of) const { return index_.at(of.position_.value()); }

private:
    std::vector<std::size_t> index_;
};

/// The options of a study, in the order of --help. A study derives from it and declares its axes as members:
///
///     struct my_axes : axis_set {
///         axis<std::int64_t> n{*this, "--n", "LIST", "2,3", "order of F, {}", integers(1, 9), {"n", "order of F"}};
///         axis<std::uint64_t> seed = seed_axis(*this);
///     };
///
/// Cells are the product of all axes with a key column, the last one running fastest.
class axis_set {
public:
    axis_set() = default;
    axis_set(axis_set const&) = delete;
    axis_set& operator=(axis_set const&) = delete;
    virtual ~axis_set() = default;

    [[nodiscard]] std::vector<option> options() const;
    /// Reads all axes, then checks them together. usage_error names the option, the value and what is accepted.
    void read(arguments const& given);
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const;
    /// Axes with a key column, in the order of the columns.
    [[nodiscard]] std::vector<any_axis const*> keys() const;

    /// Axes whose product the cells are.
    [[nodiscard]] std::vector<any_axis*> const& product() const { return product_; }

    /// Cells of the product, less those left out; none before `read`.
    [[nodiscard]] std::uint64_t cells() const;
    [[nodiscard]] place at(std::uint64_t cell) const;

protected:
    /// Checks that concern several axes; files that overrule values are read here.
    virtual void check(arguments const&) {}

    /// Another order of the product than that of the options, outermost first.
    template <class... Axes>
    void set_product(Axes&... axes) {
        product_ = {&axes...};
    }
    /// Another order of the key columns than that of the product.
    template <class... Axes>
    void set_keys(Axes&... axes) {
        keys_ = {&axes...};
    }
    /// Cells that are not computed: without a meaning, or equal to another one. Asked of every cell of the product,
    /// which then has at most 10,000,000.
    void leave_out(std::function<bool(place const&)> which) { left_out_ = std::move(which); }

private:
    friend class any_axis;

    std::vector<any_axis*> axes_;     // as declared
    std::vector<any_axis*> product_;  // empty: all with a key column
    std::vector<any_axis const*> keys_;
    std::function<bool(place const&)> left_out_;
    std::optional<grid> grid_;
    std::optional<std::vector<std::uint64_t>> kept_;  // numbers in the grid, where cells are left out
};

/// The option --seed, which every study has: results of a study that declares it depend on it.
[[nodiscard]] axis<std::uint64_t> seed_axis(axis_set& owner);

/// A file's value wins over the default of an option; a different one typed beside it: usage_error naming both.
void take_file_dimension(axis<std::int64_t>& of, std::size_t in_file, std::string const& file);

}  // namespace ulpfield::study
