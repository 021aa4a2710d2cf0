#pragma once
#include "studies/shared/axes.hpp"
#include "ulpfield/boundary/boundary_setting.hpp"

namespace ulpfield::study {

/// sqrt, or a number above 0; else std::invalid_argument.
[[nodiscard]] similarity_value parse_similarity(std::string const& text);

/// The quantities with their names, in the order of the rows.
[[nodiscard]] named_values<boundary_quantity> quantity_names();

/// The options of `boundary` and of its --advise.
struct boundary_axes : axis_set {
    axis<std::int64_t> N = neurons_axis(*this, "100,250,784,1000,10000", 1'000'000);
    axis<std::int64_t> K = memories_axis(*this, "1000", 10'000'000, " (finite-sum)");
    axis<number_format> formats =
        formats_axis(*this, "fp16,bf16,tf32,fp32,fp64,x87,fp128", "; with --advise all named ones", only_floating);
    axis<argument_scaling> scaling = scaling_axis(*this, "raw,1/N,2^-k", "; with --advise all of them");
    axis<interaction> F = interaction_axis(*this, "polynomial");
    axis<boundary_quantity> quantities{*this,
                                       "--quantity",
                                       "LIST",
                                       "finite-term,finite-sum,exact-terms,subnormal-term,zero-term",
                                       "which boundaries",
                                       choices(quantity_names())};
    axis<similarity_value> similarity{
        *this,
        "--similarity",
        "S",
        "1",
        "similarity whose term is watched by subnormal-term and zero-term: a number above 0, or sqrt for sqrt(N)",
        one_of(parse_similarity, &similarity_value::text)};
    axis<power_method> power{*this,
                             "--power",
                             "METHOD",
                             "pow",
                             "how x^n is computed in the format: pow (rounded once) or binary (square and multiply, "
                             "compare's default)",
                             power_methods()};
    axis<bool> advise{*this,
                      "--advise",
                      "",
                      "",
                      "for one N, K and n: what is safe, what is exact, how many bits and which power of two",
                      yes_or_no()};
    axis<std::int64_t> n{*this,
                         "--n",
                         "N",
                         "",
                         "order of F, {}; with --advise only (elsewhere n is what is found)",
                         integers(1, boundary_most_order),
                         {"n", "order of F"}};
    axis<rounding_rule> rounding = rounding_axis(*this);
    axis<flush_rule> subnormals = subnormals_axis(*this);

protected:
    void check(arguments const&) override;

private:
    void check_advice();
    void check_cost() const;
};

}  // namespace ulpfield::study
