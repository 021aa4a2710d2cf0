#pragma once
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// What tells curves of `recall` apart besides model, N and states: the columns of options that were typed.
class recall_variants {
public:
    explicit recall_variants(results const& rows) {
        static std::set<std::string> const always{"model",   "N",          "K",         "load",  "states",
                                                  "trials",  "perfect",    "retrieved", "lower", "upper",
                                                  "overlap", "bits_wrong", "sweeps"};
        for (column const& one : rows.columns())
            if (one.shown() && !always.contains(one.name)) typed_.emplace_back(one.name, rows[one.name]);
    }

    /// ", rule storkey, format fp16"; empty where there are none.
    [[nodiscard]] std::string operator()(row const& at) const {
        std::string text;
        for (auto const& [name, of] : typed_) text += ", " + name + " " + of(at);
        return text;
    }
    /// The couplings are not Hebb's.
    [[nodiscard]] bool other_rule(row const& at) const {
        for (auto const& [name, of] : typed_)
            if (name == "rule") return of(at) != "hebb";
        return false;
    }

private:
    std::vector<std::pair<std::string, result_column>> typed_;
};

}  // namespace ulpfield::study
