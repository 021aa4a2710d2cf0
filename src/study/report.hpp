#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "study/store.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// A figure as the page shows it.
struct page_figure {
    std::string name;
    std::string caption;
    std::string svg;  ///< as gnuplot wrote it; empty: it could not be drawn
};

/// The text of an SVG file.
[[nodiscard]] std::string read_svg(std::filesystem::path const& file);

/// `directory`/report.html: one page that needs nothing else and no network: question, command, verdict, figures, table
/// (its first 5000 rows; a click on a heading sorts), provenance. Returns its name. Memory: that of the figures.
std::string write_report(std::string const& question, store const& results, judgement const& verdict,
                         std::vector<page_figure> const& figures, std::filesystem::path const& directory);

}  // namespace ulpfield::study
