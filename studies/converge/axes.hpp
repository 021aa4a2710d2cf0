#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "studies/converge/plan.hpp"
#include "studies/shared/digits/digit_axes.hpp"
#include "studies/shared/pattern_files.hpp"

namespace ulpfield::study {

/// The options of `converge`: those of networks that learn digits, and what recall is looked at.
struct converge_axes : digit_axes {
    axis<memory_source> networks{
        *this,
        "--networks",
        "LIST",
        "trained,stored,iid",
        "memories: trained (pixel weights of a network that learned the digits), stored (the first K digits), iid "
        "(random bits, new ones for every trial)",
        choices<memory_source>(
            {{"trained", memory_source::trained}, {"stored", memory_source::stored}, {"iid", memory_source::iid}})};
    axis<recall_start> states{
        *this,
        "--states",
        "LIST",
        "data",
        "where recall starts: data (the digits; iid: a random state), memory or corrupted:P (stored and iid only)",
        recall_starts()};
    axis<std::int64_t> N{*this,
                         "--N",
                         "INTEGER",
                         "784",
                         "neurons of iid patterns alone; with digits their pixels",
                         one_integer(1, most_training_neurons)};
    axis<std::int64_t> iterations{*this,
                                  "--iterations",
                                  "LIST",
                                  "0,1,2,5",
                                  "iterations of the update rule after which it is looked, {}",
                                  integers(0, 1000)};
    axis<bool> synchronous{*this,
                           "--update",
                           "NAME",
                           "synchronous",
                           "synchronous (Definition 3.1) or asynchronous (Eq. 1; neuron 1..N)",
                           choice<bool>({{"synchronous", true}, {"asynchronous", false}})};
    axis<tie_rule> tie = tie_axis(*this, "exactly or in the format, as the field is", "; one a run, and not zero");
    axis<nan_rule> nan = nan_axis(*this);
    axis<rational> epsilon{
        *this, "--epsilon", "LIST", "0:0.95:lin20", "tolerances of Definition 3.2, 0 to below 1", reals(false)};
    axis<bool> signs{*this,
                     "--weights",
                     "real|sign",
                     "real",
                     "trained memories as they are, or their signs (Definition 3.1: -1 and +1)",
                     choice<bool>({{"real", false}, {"sign", true}})};
    axis<number_format> recall_formats;
    axis<std::int64_t> recall_digits{*this,
                                     "--recall-digits",
                                     "COUNT",
                                     "100",
                                     "digits recalled in those formats, the first so many",
                                     one_integer(1, 1'000'000)};

    axis<std::string> memories_name{
        *this,
        "--memories",
        "FILE",
        "",
        "bipolar patterns stored in place of digits (a pattern file; default: digits); its N "
        "and K win",
        any_text(),
        axis_use::optional_parameter};
    pattern_file_axes files{*this};

    converge_axes();

    /// The options that recall depends on.
    [[nodiscard]] converge_plan const& plan() const { return plan_; }
    [[nodiscard]] converge_cell cell_at(place const& at) const;
    /// The network of a cell that is trained.
    [[nodiscard]] training_task task(place const& at) const;
    [[nodiscard]] bool asks_for(memory_source source) const { return networks.has(source); }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const;

protected:
    void check(arguments const& given) override;

private:
    void refuse_without_effect() const;
    void check_decisions() const;
    void read_patterns(arguments const& given);
    /// The network of --memories, and the files among --states.
    void read_files();

    converge_plan plan_;
};

}  // namespace ulpfield::study
