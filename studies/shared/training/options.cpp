#include <fmt/format.h>

#include "studies/shared/training/accepted_initial.hpp"
#include "studies/shared/training/plan.hpp"
#include "study/real_list.hpp"

namespace ulpfield::study {

std::vector<option> training_options(bool maps) {
    std::vector<option> options = {
        {"--formulation", "LIST", maps ? "original,modified" : "modified",
         "original (Eq. 8: beta' outside F) or modified (Eq. 14: beta = X/N inside F)"},
        {"--inverse-temperature", maps ? "LIST" : "X", maps ? "0.001:10:log13" : "0.9",
         maps ? fmt::format("X = 1/T > 0: {}", accepted_reals) : "X = 1/T > 0; beta' = X^n, beta = X/N"},
        {"--beta-convention", "NAME", "1/T^n",
         "beta' of the original: 1/T^n (X^n), 1/(nT) (X/n) or 1/T (X); exponential F has no n: X"},
        {"--match-temperature", "yes|no", "no",
         "the original runs at X/N: by Theorem 4.3.1 it then is the modified one at X (homogeneous F)"},
        {"--learning-rate", maps ? "LIST" : "X", maps ? "0.01:5:log10" : "0.1", "of the first epoch, 0 and above"},
        {"--decay", "X", "0.999", "factor of the learning rate from one epoch to the next"},
        {"--momentum", "X", "0", "V <- momentum V - dL/dzeta"},
        {"--m", "INTEGER", "1", "the loss is sum (xi - C)^(2m)"},
        {"--epochs", "COUNT", "500", "0 to 10000000"},
        {"--n", "LIST", maps ? "2,3,5,10,20,30" : "3", "order of F (interaction vertex), 1 to 1000"},
        {"--N", "LIST", "100", "neurons, 1 to 100000"},
        {"--K", "LIST", "20", "memory vectors, 1 to 100000"},
        {"--patterns", maps ? "LIST|FILE" : "P|FILE", "20",
         "states to learn: how many random ones, or a .npy, .csv or IDX file of bipolar ones"},
        {"--formats", "LIST", "fp64",
         "number formats: fp8e4m3 fp8e5m2 bf16 fp16 tf32 fp32 fp64 x87 fp128, mpfr:BITS, e<E>m<M>"},
        {"--interaction", "LIST", "polynomial", fmt::format("F: {}", accepted_interactions())},
        {"--leak", "NAME", "same",
         "leaky F: the same EPS in both formulations; as-modified: the original takes EPS X^(1-n) and so is the "
         "modified one; as-original: the modified takes EPS (X/N)^(n-1) and so is the original"},
        {"--clamp", "NEURONS", "all",
         "memories are kept in [-1, 1]: all, none, or neurons A:B (from 1, both included)"},
        {"--initial", "LAW|FILE", "normal:0:0.1", fmt::format("memories before learning: {}", accepted_initial)},
        {"--normalise", "row|none", "row", "divide each memory's step by its largest component, or not"},
        {"--floor", "F", "0",
         "the divisor is at least F (public code: 1e-30), or with relative:F at least F times the largest of all "
         "memories"},
        {"--batch", "all|B", "all", "states a step takes; B: a seeded permutation each epoch, cut into parts of B"},
        {"--repeats", "COUNT", maps ? "5" : "1", "independent patterns and initial memories, 1 to 100000"},
        {"--evaluation", "NAME", "fast",
         "fp32 and fp64: fast (matrix products, one power for all neurons) or definition (Eq. 8 and 14 operation by "
         "operation, as in every other format)"},
        {"--probe-scaling", "NAME", "paper",
         "of the update rule that probes: paper (original: Eq. 4, modified: Eq. 13 with 1/N) or trained (the beta of "
         "learning)"},
        {"--probe-order", "NAME", "sequential",
         "of that update: sequential (neuron 1..N) or synchronous (all at once)"},
        {"--preset", "NAME", "", "settings of a figure of the paper as defaults; list: shows them"},
    };
    return options;
}

}  // namespace ulpfield::study
