#include "studies/classify/presets.hpp"

namespace ulpfield::study {

namespace {

// The paper prints K, the epochs and that class weights are not clamped; ranges are read off its text (the original's
// best inverse temperatures are Krotov & Hopfield's 1/540, the modified's about 1), the rest is Krotov & Hopfield's.
training_preset map_of(std::string const& name, std::string const& what, std::string const& formulation,
                       std::string const& temperatures) {
    return {name,
            what,
            {{"--formulation", formulation},
             {"--interaction", "rectified"},
             {"--n", "2,3,5,10,20,30"},
             {"--K", "256"},
             {"--epochs", "500"},
             {"--every", "500"},
             {"--m", "1"},
             {"--inverse-temperature", temperatures},
             {"--learning-rate", "0.005:0.5:log7"},
             {"--class-weights", "free"}},
            {},
            "ranges, F, m, initial memories, momentum, decay, minibatch"};
}

std::vector<training_preset> all_presets() {
    return {
        {"krotov-hopfield",
         "Krotov & Hopfield 2016, section 4 and appendix A: classification of MNIST, T = 540",
         {{"--formulation", "original"},
          {"--interaction", "rectified"},
          {"--n", "20"},
          {"--m", "30"},
          {"--K", "100"},
          {"--inverse-temperature", "1/540"},
          {"--learning-rate", "0.04"},
          {"--decay", "0.998"},
          {"--momentum", "0.6"},
          {"--batch", "1000"},
          {"--initial", "normal:-0.3:0.3"},
          {"--floor", "1e-30"},
          {"--epochs", "300"},
          {"--class-weights", "clamped"}},
         {},
         "epochs; class weights are clamped as in the public code"},
        map_of("figure-5", "McAlister et al. 2024, Figure 5: original, F1 on MNIST", "original", "0.0003:0.03:log9"),
        map_of("figure-6", "McAlister et al. 2024, Figure 6: modified, F1 on MNIST", "modified", "0.24:24:log9")};
}

}  // namespace

std::vector<training_preset> const& classify_presets() {
    static std::vector<training_preset> const all = all_presets();
    return all;
}

}  // namespace ulpfield::study
