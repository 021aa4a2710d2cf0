#include "studies/converge/presets.hpp"

namespace ulpfield::study {

namespace {

/// Gao & Lin print n, K and that the data are 10 classes of 100 digits (Table 1 says 10000 in all).
constexpr char const* guesses =
    "F, m, learning rate, epochs, minibatch, temperature, initial memories, number of digits";

std::vector<training_preset> all_presets() {
    return {{"figure-1",
             "Gao & Lin 2024, Figures 1 and 2: what converges, and errors, against n",
             {{"--networks", "trained"}, {"--n", "2,4,8,16"}, {"--K", "5500"}, {"--formats", "fp32"}},
             {},
             guesses},
            {"memories",
             "Gao & Lin 2024, section 1.1: K from 500 to 30,000",
             {{"--networks", "trained"},
              {"--n", "2,4,8,16"},
              {"--K", "500,1000,2000,5500,10000,30000"},
              {"--formats", "fp32"}},
             {},
             guesses},
            {"beyond-capacity",
             "recall of stored digits and of iid patterns, and K_max",
             {{"--networks", "stored,iid"},
              {"--states", "memory,corrupted:0.1"},
              {"--interaction", "polynomial"},
              {"--n", "2,3,10,30"},
              {"--K", "10,30,100,300,1000"},
              {"--patterns", "100"},
              {"--iterations", "1,5"},
              {"--epsilon", "0.1"}},
             {},
             ""}};
}

}  // namespace

std::vector<training_preset> const& converge_presets() {
    static std::vector<training_preset> const all = all_presets();
    return all;
}

}  // namespace ulpfield::study
