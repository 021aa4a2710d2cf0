#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>

#include "studies/compare/states.hpp"
#include "studies/recall/network_model.hpp"
#include "studies/shared/axes.hpp"
#include "studies/shared/hopfield_rule_axis.hpp"
#include "studies/shared/memory_file.hpp"
#include "studies/shared/programs.hpp"
#include "studies/shared/threshold.hpp"
#include "studies/shared/trials/trial_record.hpp"

namespace ulpfield::study {

/// The options of `recall`.
struct recall_axes : axis_set {
    static constexpr std::int64_t most_memories = 10'000'000;

    axis<recall_model> model;
    axis<std::int64_t> N = neurons_axis(*this, "100,784,2000", 100'000);
    axis<ratio> load;
    axis<std::int64_t> K;
    axis<state_source> states;
    axis<std::int64_t> trials;
    memory_file_axes file{*this};
    axis<number_format> formats;
    axis<rounding_rule> rounding = rounding_axis(*this);
    axis<flush_rule> subnormals = subnormals_axis(*this);
    axis<tie_rule> tie = tie_axis(*this);
    axis<rational> tolerance = tolerance_axis(*this);
    axis<nan_rule> nan = nan_axis(*this);
    axis<memory_sum> memory_order = memory_sum_axis(*this);
    axis<similarity_sum> similarity_order = similarity_sum_axis(*this);
    axis<bool> self_inside = self_axis(*this);
    axis<number_format> store = store_axis(*this);
    axis<power_method> power = power_axis(*this);
    axis<sweep_order> order = sweep_order_axis(*this);
    axis<std::string> program{
        *this,      "--as",         "NAME", "", "what a program does: sets all of these; " + accepted_programs(),
        any_text(), axis_use::input};
    axis<hopfield_rule> rule = hopfield_rule_axis(*this);
    axis<threshold> bias = threshold_axis(*this);
    axis<rational> temperature;
    axis<std::int64_t> sweeps;
    axis<bool> trials_table = trials_table_axis(*this);
    axis<std::uint64_t> seed = seed_axis(*this);

    recall_axes();

    [[nodiscard]] std::int64_t memories_of(place const& at) const;
    /// A file's rows are its trials.
    [[nodiscard]] std::int64_t trials_from(state_source const& source) const {
        return source.file ? static_cast<std::int64_t>(source.file->K()) : *trials;
    }

    /// How decisions are made at a place.
    [[nodiscard]] recall_rule rule_at(place const& at) const;

protected:
    void check(arguments const&) override;

private:
    void read_files();
    void check_rounding() const;
    void check_sizes() const;
    void check_programs() const;
    void check_temperature();
    /// usage_error where one of these options was typed.
    void refuse_typed(std::initializer_list<any_axis const*> const& options, std::string const& why) const;
    void check_couplings() const;
    void check_trials_table();
    /// Two loads may round to the same K: the first stays.
    [[nodiscard]] bool repeats_a_load(place const& at) const;
};

}  // namespace ulpfield::study
