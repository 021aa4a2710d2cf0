#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield::study {

/// The eight colours of Okabe & Ito (2008), told apart with every common colour blindness: black, blue, vermillion,
/// bluish green, orange, sky blue, reddish purple, yellow; "#rrggbb", the ninth is the first again.
[[nodiscard]] std::string plot_colour(std::size_t index);

/// First commands of every picture: font, frame, grid, and line types 1..8 in those colours, each with its own dash and
/// point, so that nothing is told by colour alone.
[[nodiscard]] std::string plot_style();

/// A quoted gnuplot string that shows `text` as it is (pictures are drawn without gnuplot's enhanced text: write the
/// papers' symbols in Unicode). Nothing in it is ever executed. Lines end with \n; other control characters become
/// blanks.
[[nodiscard]] std::string plot_text(std::string_view text);

/// A value for a data block: the decimal string if a double holds it (gnuplot computes in double), else NaN, which is
/// drawn as a gap: inf, nan, an absent value, text, and numbers beyond the range of double.
[[nodiscard]] std::string plot_number(std::string_view value);

/// "$name << EOD ... EOD": one line per row, fields quoted where they must be (blanks, empty, '#', quotes).
/// A name is letters, digits and '_'.
[[nodiscard]] std::string plot_data(std::string_view name, std::vector<std::vector<std::string>> const& rows);

/// The meanings of a map's box.
struct plot_category {
    std::string name;    ///< in the key
    std::string colour;  ///< "#rrggbb"
};

/// A map of boxes: categories over two lists of labels.
struct category_map {
    struct box {
        int category = -1;  ///< index; -1: nothing there
        std::string mark;   ///< a character or two in the box, for what the colour does not say
    };

    std::string title;
    std::string x_label;
    std::string y_label;
    std::vector<std::string> x_values;  ///< from left to right
    std::vector<std::string> y_values;  ///< from the top down
    std::vector<plot_category> categories;
    std::vector<std::vector<box>> boxes;  ///< boxes[y][x]
    std::vector<std::string> notes;       ///< further lines of the key: what the marks mean
};

/// The gnuplot commands that draw the map, its key on the right.
/// A box beyond the categories or a row of another length than x_values: std::invalid_argument.
[[nodiscard]] std::string plot_script(category_map const& map);

}  // namespace ulpfield::study
