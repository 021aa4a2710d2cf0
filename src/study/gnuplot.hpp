#pragma once
#include <filesystem>
#include <string>

#include "study/figure.hpp"

namespace ulpfield::study {

enum class picture_format { svg, png, pdf };

enum class drawing { drawn, no_gnuplot, failed };

struct drawing_outcome {
    drawing what = drawing::drawn;
    std::string reason;  ///< of a failure: what gnuplot said first
};

/// Draws the figure into `file`, whole or not at all, by gnuplot reading from a pipe. What gnuplot may not do and a
/// disk that is full: failed, with the reason. The program called is `gnuplot` of PATH.
[[nodiscard]] drawing_outcome draw(figure const& what, picture_format format, std::filesystem::path const& file);

}  // namespace ulpfield::study
