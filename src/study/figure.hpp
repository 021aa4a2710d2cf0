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
/// draws it once as SVG and once as PNG). Data stand in the script as here-documents ($data << EOD ... EOD). The lowest
/// `page_foot` (a gnuplot variable, a fraction of the page) is for the caption: a multiplot keeps off it by its
/// margins.
struct figure {
    std::string name;     ///< file name without ending, e.g. "compare-raw"
    std::string caption;  ///< says what is seen; the command that made it is added by the runner
    std::string script;   ///< where it places panels itself, `page_foot` is the part of the height the caption takes
    int width = 900;      ///< pixels of the PNG; the SVG has the same shape
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
