#pragma once
#include <optional>
#include <string>
#include <vector>

namespace ulpfield::study {

/// A map of numbers over two axes, as a heat map in perceptually uniform colours (viridis; dark is low).
struct value_map {
    struct box {
        std::optional<double> value;  ///< none: grey
        std::string mark;             ///< a character in the box, for what the colour does not say
    };

    std::string title;
    std::string x_label;
    std::string y_label;
    std::vector<double> x_values;         ///< increasing; all above 0: a logarithmic axis
    std::vector<double> y_values;         ///< increasing, upwards
    std::vector<std::vector<box>> boxes;  ///< boxes[y][x]
};

/// Maps side by side, `columns` in a row, with one colour scale.
struct value_maps {
    std::string title;
    std::string value_label;
    double least = 0;  ///< of the colours
    double most = 1;
    std::vector<std::string> notes;  ///< what the marks mean
    std::size_t columns = 1;
    std::vector<value_map> maps;
};

/// The gnuplot commands that draw them. A row of another length than x_values, or no map: std::invalid_argument.
[[nodiscard]] std::string plot_script(value_maps const& all);

}  // namespace ulpfield::study
