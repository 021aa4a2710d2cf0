#include "studies/converge/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "studies/converge/columns.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {

namespace at = converge_columns;

std::vector<column> columns_of_converge() {
    return {
        {"n", "order of F"},
        {"K", "memories in total"},
        {"N", "neurons"},
        {"states", "where memories come from (trained, stored digits, iid) and where recall starts", false},
        {"iterations", "iterations of the update rule before it was looked"},
        {"epsilon", "tolerance of Definition 3.2"},
        {"metric",
         "cvg: mean of Definition 3.1; d: share with Cvg >= (1-epsilon)N; abs-max |max|, max-abs max|.|; -exact: the "
         "exact law; recalled, rests, iterations-to-rest; train-error, test-error; elsewhere:FORMAT",
         false},
        {"value", "mean or share"},
        {"lower", "95 % interval (d-...-exact: bound)"},
        {"upper", "95 % interval (d-...-exact: bound)"}};
}

namespace {

constexpr std::size_t most_curves = 8;
constexpr std::size_t most_sentences = 60;

struct line {
    std::string title;
    std::vector<std::vector<std::string>> points;  // x, value, lower, upper
    int iterations = 0;
    std::size_t colour = 0;  // 1, 2, ...; 0: as it comes
    std::size_t dashes = 0;
};

/// The place of a text among those seen, from 1 on.
std::size_t place(std::vector<std::string>& seen, std::string const& text) {
    auto const found = std::find(seen.begin(), seen.end(), text);
    auto const at = static_cast<std::size_t>(found - seen.begin()) + 1;
    if (found == seen.end()) seen.push_back(text);
    return at;
}

/// At most so many curves are drawn: the last iterations of all, then as many earlier ones as there is room for, from
/// the first (t = 0) on. What is left out, in words.
std::string keep_some(std::vector<line>& lines, std::size_t most) {
    std::set<int> wanted;
    std::map<int, std::size_t> count;
    for (line const& each : lines) ++count[each.iterations];
    std::size_t kept = 0;
    if (!count.empty()) {
        wanted.insert(count.rbegin()->first);
        kept = count.rbegin()->second;
    }
    for (auto const& [t, curves] : count) {
        if (wanted.contains(t)) continue;
        if (kept + curves > most) break;
        wanted.insert(t);
        kept += curves;
    }
    std::size_t const all = lines.size();
    std::erase_if(lines, [&](line const& each) { return !wanted.contains(each.iterations); });
    if (lines.size() > most) lines.resize(most);
    return lines.size() == all ? ""
                               : fmt::format(" {} of {} curves are drawn; the CSV has them all.", lines.size(), all);
}

/// Leading order of the capacity, N^(n-1)/(2 (2n-3)!! ln N): Gao & Lin Eq. 3 (polynomial F).
double capacity_line(double N, int n) {
    double value = std::pow(N, n - 1) / (2 * std::log(N));
    for (int k = 2 * n - 3; k > 1; k -= 2) value /= k;
    return value;
}

std::string plotted(std::vector<line> const& lines, std::string& data, std::string const& prefix, bool intervals) {
    std::string plots;
    for (std::size_t k = 0; k < lines.size(); ++k) {
        std::string const block = fmt::format("{}_{}", prefix, k);
        data += plot_data(block, lines[k].points);
        std::size_t const colour = lines[k].colour == 0 ? k % 8 + 1 : lines[k].colour;
        std::size_t const dashes = lines[k].dashes == 0 ? k % 8 + 1 : lines[k].dashes;
        plots +=
            fmt::format("{}${} using {} linetype {} dashtype {} pointtype {} linewidth 2 title {}",
                        k == 0 ? "plot " : ", ", block, intervals ? "1:2:3:4 with yerrorlines" : "1:2 with linespoints",
                        (colour - 1) % 8 + 1, dashes, 2 * ((dashes - 1) % 4) + 5, plot_text(lines[k].title));
    }
    return plots;
}

void sort_points(std::vector<line>& lines) {
    for (line& each : lines)
        std::stable_sort(each.points.begin(), each.points.end(),
                         [](auto const& a, auto const& b) { return std::stod(a[0]) < std::stod(b[0]); });
}

line& line_of(std::vector<line>& lines, std::string const& title) {
    for (line& each : lines)
        if (each.title == title) return each;
    lines.push_back({title, {}, 0, 0, 0});
    return lines.back();
}

/// Gao & Lin's Figure 1 for one source and K: D_c against epsilon, a curve for each n and number of iterations.
struct convergence_picture {
    std::string states;
    std::string K;
    std::vector<line> lines;
    std::vector<line> laws;
};

}  // namespace

std::vector<std::string> converge_verdict(results const& rows) {
    std::vector<std::string> sentences;
    std::size_t inside = 0;
    std::size_t compared = 0;
    std::map<std::string, std::pair<double, double>> intervals;
    rows.for_each([&](std::uint64_t, row const& values) {
        std::string const& metric = values[at::metric];
        std::string const where =
            fmt::format("{}, n={}, K={}, N={}", values[at::states], values[at::n], values[at::K], values[at::N]);
        if (metric.starts_with("d-") && values[at::iterations] == "0" && values[at::states] == "iid:data") {
            bool const law = metric.ends_with("-exact");
            std::string const key = where + values[at::epsilon] + (law ? metric.substr(0, metric.size() - 6) : metric);
            if (!law) {
                intervals[key] = {std::stod(values[at::lower]), std::stod(values[at::upper])};
            } else if (auto const found = intervals.find(key); found != intervals.end() && !values[at::value].empty()) {
                double const exact = std::stod(values[at::value]);
                ++compared;
                inside += exact >= found->second.first && exact <= found->second.second ? 1U : 0U;
            }
        }
        if (metric == "train-error" || metric == "test-error" || metric == "recalled" || metric == "rests" ||
            metric == "iterations-to-rest" || metric.starts_with("elsewhere:") || metric == "cvg-max-abs")
            if (!values[at::value].empty())
                sentences.push_back(fmt::format(
                    "{}{}: {} {} ({} to {}).", where,
                    values[at::iterations].empty() ? "" : fmt::format(", after {} iterations", values[at::iterations]),
                    metric, values[at::value], values[at::lower], values[at::upper]));
    });
    if (sentences.size() > most_sentences) {
        std::size_t const left = sentences.size() - most_sentences;
        sentences.resize(most_sentences);
        sentences.push_back(fmt::format("... and {} more; the CSV has them all.", left));
    }
    if (compared != 0)
        sentences.push_back(fmt::format(
            "iid patterns: the exact law lies in the 95 % interval of {} of {} shares (the shares of one setting come "
            "from the same trials and are not independent).",
            inside, compared));
    return sentences;
}

std::vector<figure> converge_figures(results const& rows) {
    std::vector<convergence_picture> pictures;
    std::vector<line> errors;       // a curve for each n, against K
    std::vector<line> errors_by_n;  // where there is one K only
    std::set<std::string> error_sizes;
    std::vector<std::string> orders_seen;
    std::vector<std::string> iterations_seen;
    std::vector<std::string> states_seen;
    std::vector<line> recalls;
    std::set<std::pair<double, int>> sizes;
    std::string last_iteration;
    rows.for_each([&](std::uint64_t, row const& values) {
        std::string const& metric = values[at::metric];
        // Definition 3.2 is about data; starts at memories have the picture against K.
        if ((metric == "d-max-abs" || metric == "d-max-abs-exact") && values[at::states].ends_with(":data")) {
            auto found = std::find_if(pictures.begin(), pictures.end(), [&](convergence_picture const& each) {
                return each.states == values[at::states] && each.K == values[at::K];
            });
            if (found == pictures.end()) {
                pictures.push_back({values[at::states], values[at::K], {}, {}});
                found = pictures.end() - 1;
            }
            if (metric == "d-max-abs") {
                line& here =
                    line_of(found->lines, fmt::format("n = {}, t = {}", values[at::n], values[at::iterations]));
                here.iterations = std::stoi(values[at::iterations]);
                here.colour = place(orders_seen, values[at::n]);
                here.dashes = place(iterations_seen, values[at::iterations]);
                here.points.push_back({values[at::epsilon], values[at::value], values[at::lower], values[at::upper]});
            } else if (!values[at::value].empty())
                line_of(found->laws, "exact law, t = 0")
                    .points.push_back({values[at::epsilon], values[at::value], values[at::value], values[at::value]});
        }
        if (metric == "train-error" || metric == "test-error") {
            char const* const which = metric == "train-error" ? "training" : "test";
            line_of(errors, fmt::format("n = {}, {}", values[at::n], which))
                .points.push_back({values[at::K], values[at::value], values[at::lower], values[at::upper]});
            line_of(errors_by_n, fmt::format("K = {}, {}", values[at::K], which))
                .points.push_back({values[at::n], values[at::value], values[at::lower], values[at::upper]});
            error_sizes.insert(values[at::K]);
        }
        if (metric == "recalled" && values[at::iterations] != "0") {
            line& here = line_of(
                recalls, fmt::format("{}, n = {}, t = {}", values[at::states], values[at::n], values[at::iterations]));
            here.iterations = std::stoi(values[at::iterations]);
            here.colour = place(orders_seen, values[at::n]);
            here.dashes = place(states_seen, values[at::states]);
            here.points.push_back({values[at::K], values[at::value], values[at::lower], values[at::upper]});
            sizes.insert({std::stod(values[at::N]), std::stoi(values[at::n])});
        }
    });
    std::vector<figure> figures;
    for (convergence_picture& each : pictures) {
        std::string const left_out = keep_some(each.lines, most_curves);
        sort_points(each.lines);
        figure drawn;
        std::string data;
        std::string plots = plotted(each.lines, data, "share", false);
        if (!each.laws.empty()) {
            auto& law = each.laws.front().points;
            std::sort(law.begin(), law.end(),
                      [](auto const& a, auto const& b) { return std::stod(a[0]) < std::stod(b[0]); });
            law.erase(std::unique(law.begin(), law.end()), law.end());
            data += plot_data("law", law);
            plots += ", $law using 1:2 with lines linecolor '#808080' linewidth 4 dashtype 2 title 'exact law, t = 0'";
        }
        drawn.name = fmt::format("converge-epsilon-{}", figures.size() + 1);
        drawn.caption = fmt::format(
            "Share of the states that end within epsilon of a memory, max|overlap| >= (1 - epsilon) N, after t "
            "iterations: {}, K = {}. The form of Gao & Lin's Figure 1.{}",
            each.states, each.K, left_out);
        drawn.script = data + fmt::format(
                                  "set xlabel 'ε'\nset ylabel 'share that converges'\nset yrange [0:1.02]\nset xrange "
                                  "[0:1]\nset key outside right top\n{}\n",
                                  plots);
        figures.push_back(std::move(drawn));
    }
    auto const against = [&](std::string const& axis, std::vector<line>& lines, std::string const& name,
                             std::string const& label, std::string const& caption, std::string const& marks) {
        if (lines.empty()) return;
        std::string const left_out = keep_some(lines, 2 * most_curves);
        sort_points(lines);
        std::string data;
        std::string const plots = plotted(lines, data, "line", true);
        figure drawn;
        drawn.name = name;
        drawn.caption = caption + left_out;
        drawn.height = 520 + 13 * static_cast<int>(lines.size());
        drawn.script = data + fmt::format(
                                  "set xlabel '{}'\nset logscale x\nset ylabel {}\nset yrange [0:*]\nset key "
                                  "outside below maxcols 2\nset offsets graph 0.03, graph 0.03, 0, 0\n{}{}\n",
                                  axis, plot_text(label), marks, plots);
        figures.push_back(std::move(drawn));
    };
    bool const by_n = error_sizes.size() == 1 && errors_by_n.front().points.size() > 1;
    std::string orders;
    if (by_n)
        for (auto const& point : errors_by_n.front().points)
            orders += fmt::format("{}'{}' {}", orders.empty() ? "" : ", ", point[0], point[0]);
    against(by_n ? "order n" : "memories K", by_n ? errors_by_n : errors, "converge-error", "share of wrong answers",
            fmt::format("Training and test error of the trained networks against {}, with 95 % intervals. The "
                        "quantities of Gao & Lin's Figure 2.",
                        by_n ? "n" : "K"),
            by_n ? fmt::format("unset mxtics\nset xtics ({})\nset autoscale xfix\n", orders) : "set autoscale xfix\n");
    double least_K = HUGE_VAL;
    double most_K = 0;
    for (line const& each : recalls)
        for (auto const& point : each.points) {
            least_K = std::min(least_K, std::stod(point[0]));
            most_K = std::max(most_K, std::stod(point[0]));
        }
    // Lines a little off the sizes examined are shown as well.
    double left = least_K;
    double right = most_K;
    std::string marks;
    for (auto const& [N, n] : sizes)
        if (double const K = capacity_line(N, n); n >= 2 && K >= least_K / 10 && K <= most_K * 10) {
            left = std::min(left, K);
            right = std::max(right, K);
            marks += fmt::format(
                "set arrow from {0:.6g}, graph 0 to {0:.6g}, graph 1 nohead linecolor '#808080' dashtype 2\nset label "
                "{1} at {0:.6g}, graph 0.97 rotate by 90 right offset 0.6, 0 textcolor '#606060'\n",
                K, plot_text(fmt::format("K_max(n = {})", n)));
        }
    if (!recalls.empty()) marks += fmt::format("set xrange [{:.6g}:{:.6g}]\n", left / 1.3, right * 1.3);
    against("memories K", recalls, "converge-capacity", "share of memories found again",
            "Share of trials that are in their memory after t iterations, with 95 % intervals; dashed: K_max = "
            "N^(n-1)/(2 (2n-3)!! ln N), Gao & Lin Eq. 3, for iid patterns and F = x^n.",
            marks);
    return figures;
}

}  // namespace ulpfield::study
