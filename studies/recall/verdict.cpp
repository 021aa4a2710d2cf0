#include "studies/recall/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "studies/recall/variant.hpp"
#include "studies/shared/cycles_told.hpp"
#include "study/distinct_values.hpp"

namespace ulpfield::study {

namespace {

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

judgement recall_verdict(results const& rows, arguments const&) {
    result_column const model = rows["model"], neurons = rows["N"], memories = rows["K"], states = rows["states"],
                        perfect = rows["perfect"], retrieved = rows["retrieved"];
    recall_variants const variant(rows);
    struct curve {
        bool hopfield;
        double N;
        std::vector<point> points;
    };
    distinct_values order;
    std::map<std::string, curve> curves;
    rows.for_each([&](std::uint64_t, row const& at) {
        std::string const key = fmt::format("{}, N = {}, from {}{}", model(at), neurons(at), states(at), variant(at));
        order.add(key);
        bool const hebbian = model(at).starts_with("hopfield") && !variant.other_rule(at);
        curve& of = curves.try_emplace(key, curve{hebbian, neurons.real(at), {}}).first->second;
        of.points.push_back({memories.real(at), perfect.real(at), retrieved.real(at)});
    });
    std::vector<std::string> sentences;
    for (std::string const& key : order.values()) {
        auto& [hopfield, N, points] = curves.at(key);
        std::stable_sort(points.begin(), points.end(), [](point const& a, point const& b) { return a.K < b.K; });
        std::string text = key + ":";
        if (hopfield) {
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
            for (point const& one : points) {
                if (one.perfect == 1 && (all == 0 || all < one.K)) all = one.K;
                if (one.perfect == 0 && (none == 0 || none > one.K)) none = one.K;
            }
            text += all > 0 ? fmt::format(" every trial ends in its memory up to K = {:.0f} somewhere", all)
                            : " at no K do all trials end in their memory";
            if (none > 0) text += fmt::format("; none does from K = {:.0f}", none);
        }
        sentences.push_back(text + ".");
    }
    if (std::string const cycles = cycles_told(rows, "trials"); !cycles.empty()) sentences.push_back(cycles);
    return {std::move(sentences), false};
}

}  // namespace ulpfield::study
