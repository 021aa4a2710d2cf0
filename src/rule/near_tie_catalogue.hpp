#pragma once
#include <string_view>
#include <vector>

namespace ulpfield {

/// One known configuration of similarities at which 1/N in double decides against exact arithmetic: for the memories
/// with similarity R (without the neuron), how many, negative where zeta_i = -1, in the order they are summed.
struct known_near_tie {
    std::string_view interaction;
    int n;
    int N;
    int K;
    struct group {
        int R;
        int count;
    };
    std::vector<group> groups;
};

/// The first three are no ties: u = -2 exactly, against terms of 10^15 and more; found by lattice reduction (LLL). The
/// others are exact ties u = 0, the smallest for their order by exhaustive search, most of them wrong under every way
/// of computing x/N, the power and the sum in double.
inline std::vector<known_near_tie> const& near_tie_catalogue() {
    static std::vector<known_near_tie> const catalogue = {
        {"polynomial", 13, 15, 125, {{14, -2}, {12, 12}, {10, 3}, {8, -13}, {6, 24}, {4, -35}, {2, -13}, {0, 23}}},
        {"polynomial",
         11,
         23,
         75,
         {{22, 3},
          {20, -12},
          {18, 16},
          {16, -11},
          {14, -6},
          {12, 2},
          {10, 10},
          {8, -7},
          {6, -1},
          {4, 4},
          {2, 2},
          {0, -1}}},
        {"polynomial",
         11,
         25,
         59,
         {{24, -3},
          {22, 8},
          {20, -4},
          {18, 6},
          {16, -4},
          {14, 3},
          {12, -3},
          {10, 8},
          {8, 4},
          {6, -2},
          {4, -1},
          {2, -7},
          {0, -6}}},
        {"polynomial", 2, 9, 3, {{-4, 1}, {-2, -2}}},
        {"polynomial", 3, 11, 4, {{-10, 1}, {-6, -1}, {0, 1}, {8, -1}}},
        {"polynomial", 2, 10, 4, {{-9, -1}, {-7, 2}, {-5, -1}}},
        {"polynomial", 2, 11, 3, {{-10, -1}, {-8, 1}, {-2, 1}}},
        {"polynomial", 2, 13, 3, {{-10, 1}, {-8, -1}, {-2, -1}}},
        {"polynomial", 2, 15, 3, {{-14, -1}, {-12, 1}, {-2, 1}}},
        {"polynomial", 2, 18, 4, {{-17, 1}, {-11, -2}, {-5, 1}}},
        {"polynomial", 2, 19, 3, {{-10, 1}, {-8, -1}, {-2, -1}}},
        {"polynomial", 2, 20, 4, {{-15, 1}, {-9, -2}, {-3, 1}}},
        {"polynomial", 3, 10, 6, {{-9, 1}, {-7, -1}, {-3, -1}, {-1, 2}, {5, -1}}},
        {"polynomial", 3, 12, 4, {{-7, 1}, {-5, -1}, {1, 1}, {5, -1}}},
        {"polynomial", 3, 13, 4, {{-10, -1}, {0, -1}, {6, 1}, {8, 1}}},
        {"polynomial", 3, 15, 4, {{-14, -1}, {-10, 2}, {2, -1}}},
        {"polynomial", 3, 18, 4, {{-11, 1}, {-9, -1}, {-7, -1}, {-3, 1}}},
        {"polynomial", 4, 13, 6, {{-10, 1}, {-8, -2}, {-2, 3}}},
        {"polynomial", 5, 10, 6, {{-9, 1}, {-7, -2}, {-5, 1}, {-3, 1}, {7, -1}}},
        {"rectified", 2, 9, 3, {{2, 2}, {4, -1}}},
        {"rectified", 2, 10, 4, {{1, 1}, {3, -1}, {7, -1}, {9, 1}}},
        {"rectified", 2, 13, 3, {{2, 1}, {8, 1}, {10, -1}}},
        {"rectified", 2, 14, 4, {{1, 1}, {5, 1}, {7, 1}, {13, -1}}},
        {"rectified", 2, 15, 3, {{2, 1}, {10, 1}, {12, -1}}},
        {"rectified", 2, 17, 3, {{2, -1}, {4, -1}, {6, 1}}},
        {"rectified", 2, 18, 4, {{1, 2}, {7, 1}, {9, -1}}},
        {"rectified", 2, 19, 3, {{2, 1}, {8, 1}, {10, -1}}},
        {"rectified", 2, 20, 4, {{1, 1}, {3, -1}, {7, -1}, {9, 1}}},
        {"rectified", 3, 11, 6, {{2, -1}, {4, 2}, {8, -2}, {10, 1}}},
        {"rectified", 3, 13, 5, {{0, -2}, {6, 1}, {8, 1}, {10, -1}}},
        {"rectified", 3, 19, 5, {{0, -2}, {6, 1}, {8, 1}, {10, -1}}},
        {"rectified", 4, 11, 6, {{2, 3}, {8, -2}, {10, 1}}},
        {"rectified", 4, 13, 6, {{2, -3}, {8, 2}, {10, -1}}},
        {"polynomial", 2, 5, 3, {{4, -1}, {2, 2}}},
        {"polynomial", 3, 3, 6, {{0, 3}, {0, -3}}},
        {"polynomial", 3, 10, 4, {{7, -1}, {5, 2}, {1, -1}}},
        {"polynomial", 4, 14, 4, {{13, -1}, {11, 1}, {9, 1}, {5, 1}}},
        {"polynomial", 5, 3, 6, {{2, 3}, {2, -3}}},
        {"polynomial", 5, 18, 4, {{15, 1}, {13, -2}, {9, 1}}},
        {"rectified", 2, 5, 3, {{4, -1}, {2, 2}}},
        {"rectified", 3, 3, 6, {{0, 3}, {0, -3}}},
        {"rectified", 3, 10, 4, {{7, -1}, {5, 2}, {1, -1}}},
        {"rectified", 4, 14, 4, {{13, -1}, {11, 1}, {9, 1}, {5, 1}}},
        {"rectified", 4, 3, 6, {{0, 3}, {0, -3}}},
        {"rectified", 5, 3, 6, {{2, 3}, {2, -3}}},
    };
    return catalogue;
}

}  // namespace ulpfield
