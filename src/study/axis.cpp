#include "study/axis.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ulpfield::study {
namespace {

constexpr std::uint64_t most_filtered = 10'000'000;

}  // namespace

any_axis::any_axis(axis_set& owner, option words, column key, axis_use use)
    : words_(std::move(words)), key_(std::move(key)), use_(use) {
    owner.axes_.push_back(this);
}

void any_axis::read(arguments const& given) {
    typed_ = given.text(name());
    given_ = given.given(name());
    bool const flag = words_.value_name.empty() && use_ != axis_use::common;
    if (flag)
        read_text(given_ ? "yes" : "no");
    else if (typed_.empty() && !given_)
        clear();
    else
        read_text(typed_);
}

bool any_axis::shown_for(arguments const& options) const {
    return options.given(name()) &&
           std::find(without_column_.begin(), without_column_.end(), options.text(name())) == without_column_.end();
}

void any_axis::has_no_part(std::string const& why) {
    if (given_) throw usage_error(name() + ": " + why);
    without_part_ = true;
}

std::vector<option> axis_set::options() const {
    std::vector<option> all;
    for (any_axis const* axis : axes_)
        if (axis->use() != axis_use::common) all.push_back(axis->words());
    return all;
}

void axis_set::read(arguments const& given) {
    for (any_axis* axis : axes_) axis->read(given);
    check(given);
    if (product_.empty())
        std::copy_if(axes_.begin(), axes_.end(), std::back_inserter(product_),
                     [](any_axis const* axis) { return axis->is_key(); });
    std::vector<std::size_t> sizes;
    for (any_axis* axis : product_) {
        axis->position_ = sizes.size();
        // An axis without a value (an option that was not typed) is no axis of the product.
        sizes.push_back(std::max<std::size_t>(axis->size(), 1));
    }
    grid_.emplace(std::move(sizes));
    if (!left_out_) return;
    if (grid_->cells() > most_filtered)
        throw usage_error(
            fmt::format("the lists make {} combinations; accepted: at most {}", grid_->cells(), most_filtered));
    kept_.emplace();
    for (std::uint64_t number = 0; number < grid_->cells(); ++number)
        if (!left_out_(place(grid_->at(number)))) kept_->push_back(number);
}

std::vector<std::pair<std::string, std::string>> axis_set::parameters() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (any_axis const* axis : axes_) {
        bool const optional = axis->use() == axis_use::optional_key || axis->use() == axis_use::optional_parameter;
        bool const untyped = optional && !axis->given() && !axis->recorded_always_;
        if (axis->use() != axis_use::input && !axis->without_part_ && !untyped)
            all.emplace_back(axis->name(), axis->recorded());
    }
    return all;
}

std::vector<any_axis const*> axis_set::keys() const {
    if (!keys_.empty()) return keys_;
    std::vector<any_axis const*> all;
    auto const& source = product_.empty() ? axes_ : product_;
    std::copy_if(source.begin(), source.end(), std::back_inserter(all),
                 [](any_axis const* axis) { return axis->is_key(); });
    return all;
}

std::uint64_t axis_set::cells() const { return kept_ ? kept_->size() : grid_ ? grid_->cells() : 0; }

place axis_set::at(std::uint64_t cell) const { return place(grid_.value().at(kept_ ? kept_->at(cell) : cell)); }

axis<std::uint64_t> seed_axis(axis_set& owner) { return {owner, "--seed", "S", "1", "", seeds(), axis_use::common}; }

void take_file_dimension(axis<std::int64_t>& of, std::size_t in_file, std::string const& file) {
    auto const value = static_cast<std::int64_t>(in_file);
    if (of.given() && of.values() != std::vector<std::int64_t>{value})
        throw usage_error(fmt::format("{}: {} given, but {} has {}; leave the option out or give {}", of.name(),
                                      of.typed(), file, value, value));
    of.assign({value});
}

}  // namespace ulpfield::study
