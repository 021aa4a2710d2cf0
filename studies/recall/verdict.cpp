#include "studies/recall/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "studies/recall/columns.hpp"

namespace ulpfield::study {

namespace {

namespace at = recall_columns;

struct point {
    double K;
    double perfect;
    double retrieved;
};

/// The K at which a falling share passes one half, between two examined ones; empty if it does not.
std::string halfway(std::vector<point> const& points, double point::*share, double N) {
    for (std::size_t k = 1; k < points.size(); ++k)
        if (points[k - 1].*share >= 0.5 && points[k].*share < 0.5)
            return fmt::format("between K/N = {:.4g} and {:.4g}", points[k - 1].K / N, points[k].K / N);
    return "";
}

}  // namespace

std::vector<std::string> recall_verdict(results const& rows) {
    std::vector<std::string> order;
    std::map<std::string, std::pair<row, std::vector<point>>> groups;
    rows.for_each([&](std::uint64_t, row const& values) {
        std::string const key =
            fmt::format("{}, N = {}, from {}", values[at::model], values[at::N], values[at::states]);
        if (!groups.contains(key)) order.push_back(key);
        auto& [first, points] = groups[key];
        if (points.empty()) first = values;
        points.push_back({std::stod(values[at::K]), std::stod(values[at::perfect]), std::stod(values[at::retrieved])});
    });
    std::vector<std::string> sentences;
    for (std::string const& key : order) {
        auto& [first, points] = groups[key];
        std::stable_sort(points.begin(), points.end(), [](point const& a, point const& b) { return a.K < b.K; });
        double const N = std::stod(first[at::N]);
        std::string text = key + ":";
        if (first[at::model].starts_with("hopfield")) {
            std::string const lost = halfway(points, &point::retrieved, N);
            std::string const marred = halfway(points, &point::perfect, N);
            text += lost.empty() ? " no half of the retrievals is lost within these loads"
                                 : " half of the retrievals are lost " + lost;
            text += " (theory for large N: 0.138)";
            if (N > 2)
                text += marred.empty() ? "; the share of flawless endings passes no half"
                                       : fmt::format("; half of the endings are flawless {}", marred);
            if (N > 2)
                text += fmt::format(" (a memory at K/N = 1/(2 ln N) = {:.4g}, all of them at 1/(4 ln N) = {:.4g})",
                                    1 / (2 * std::log(N)), 1 / (4 * std::log(N)));
        } else {
            double all = 0;
            double none = 0;
            for (point const& each : points) {
                if (each.perfect == 1 && (all == 0 || all < each.K)) all = each.K;
                if (each.perfect == 0 && (none == 0 || none > each.K)) none = each.K;
            }
            text += all > 0 ? fmt::format(" every trial ends in its memory up to K = {:.0f} somewhere", all)
                            : " at no K do all trials end in their memory";
            if (none > 0) text += fmt::format("; none does from K = {:.0f}", none);
        }
        sentences.push_back(text + ".");
    }
    return sentences;
}

}  // namespace ulpfield::study
