#pragma once
#include <string>
#include <utility>
#include <variant>

#include "study/line_chart.hpp"
#include "study/plot.hpp"
#include "study/value_map.hpp"

namespace ulpfield::study {

/// What a picture shows, as data, where it is more than gnuplot commands.
using figure_data = std::variant<std::monostate, line_chart, value_maps, category_map>;

/// One picture of a study: complete gnuplot commands that draw it, without terminal and output lines (the runner
/// draws it as SVG, PNG and PDF). Data stand in the script as here-documents ($data << EOD ... EOD). The caption stands
/// in the report, not in the picture.
struct figure {
    std::string name;     ///< file name without ending, e.g. "compare-raw"
    std::string caption;  ///< says what is seen
    std::string script;
    int width = 900;  ///< pixels of the PNG; the SVG has the same shape
    int height = 600;
    figure_data shows = {};  ///< the same for those that draw by other means

    /// Shows a chart: its script, and the data.
    template <class Chart>
    void show(Chart what) {
        script = plot_script(what);
        shows = std::move(what);
    }
};

}  // namespace ulpfield::study
