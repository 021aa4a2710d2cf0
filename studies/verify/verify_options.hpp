#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "studies/shared/axes.hpp"
#include "study/axis.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/ratio.hpp"
#include "ulpfield/scaling/argument_scaling.hpp"

namespace ulpfield::study {

/// A factor inside F (--alpha): a rational, or one that depends on N.
struct scaling_factor {
    enum class kind { fixed, over_N, divided_by_N, two_to_minus_k };

    kind what = kind::fixed;
    ratio value{1, 1};  ///< of a fixed one

    /// Its value at N.
    [[nodiscard]] ratio at(std::int64_t N) const;
    /// As typed: "1/7", "1/N", "/N", "2^-k".
    [[nodiscard]] std::string text() const;
    /// True if it is a power of two for N, so that a format multiplies by it without rounding.
    [[nodiscard]] bool exact_at(std::int64_t N) const;
    /// The formulation of `compare` that scales so at N, if there is one.
    [[nodiscard]] std::optional<std::string> compare_scaling(std::int64_t N) const;

    friend bool operator==(scaling_factor const&, scaling_factor const&) = default;
};

/// The user's restriction of the cases; an empty list leaves the choice to the claim.
struct verify_options {
    std::vector<std::int64_t> n, N, K;
    std::vector<scaling_factor> alpha;
    std::vector<ratio> eps;
    std::vector<number_format> formats;  ///< never empty
    std::uint64_t seed = 1;

    [[nodiscard]] std::vector<std::int64_t> n_or(std::vector<std::int64_t> values) const {
        return n.empty() ? values : n;
    }
    [[nodiscard]] std::vector<std::int64_t> N_or(std::vector<std::int64_t> values) const {
        return N.empty() ? values : N;
    }
    [[nodiscard]] std::vector<std::int64_t> K_or(std::vector<std::int64_t> values) const {
        return K.empty() ? values : K;
    }
    [[nodiscard]] std::vector<scaling_factor> alpha_or(std::vector<scaling_factor> values) const {
        return alpha.empty() ? values : alpha;
    }
    [[nodiscard]] std::vector<ratio> eps_or(std::vector<ratio> values) const { return eps.empty() ? values : eps; }
};

/// The options of `verify`; a claim has its own values for those that were not typed.
struct verify_axes : axis_set {
    axis<std::string> claim;
    axis<std::int64_t> n, N, K;
    axis<scaling_factor> alpha;
    axis<ratio> eps;
    axis<number_format> formats;
    axis<rounding_rule> rounding = rounding_axis(*this, axis_use::optional_parameter);
    axis<flush_rule> subnormals = subnormals_axis(*this, axis_use::optional_parameter);
    axis<std::int64_t> search;
    axis<bool> list;
    axis<std::uint64_t> seed = seed_axis(*this);

    verify_axes();
    /// Those that restrict the cases of a claim.
    [[nodiscard]] std::vector<any_axis const*> restricting() const { return {&n, &N, &K, &alpha, &eps, &formats}; }
    [[nodiscard]] verify_options restrictions() const;

protected:
    /// Rounding that is not the same on both sides of zero breaks the symmetries that claims are about.
    void check(arguments const&) override;
};

/// from, from + 1, ..., to
[[nodiscard]] std::vector<std::int64_t> all_from(std::int64_t from, std::int64_t to);

/// A list as one types it: "2:7", "5,10,100".
[[nodiscard]] std::string list_text(std::vector<std::int64_t> values);

}  // namespace ulpfield::study
