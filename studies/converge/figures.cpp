#include "studies/converge/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

constexpr std::size_t most_curves = 8;
constexpr std::size_t most_sentences = 60;

/// The columns of a row.
struct fields {
    explicit fields(results const& rows)
        : n(rows["n"]),
          K(rows["K"]),
          N(rows["N"]),
          states(rows["states"]),
          iterations(rows["iterations"]),
          epsilon(rows["epsilon"]),
          metric(rows["metric"]),
          value(rows["value"]),
          lower(rows["lower"]),
          upper(rows["upper"]) {}
    [[nodiscard]] std::vector<std::string> point(result_column const& x, row const& at) const {
        return {x(at), value(at), lower(at), upper(at)};
    }
    result_column n, K, N, states, iterations, epsilon, metric, value, lower, upper;
};

struct line {
    std::string title;
    std::vector<std::vector<std::string>> points;  // x, value, lower, upper
    int iterations = 0;
    std::size_t colour = 0;  // 1, 2, ...; 0: as it comes
    std::size_t dashes = 0;
};

/// The number of a text among those seen, from 1 on.
std::size_t number_of(std::vector<std::string>& seen, std::string const& text) {
    auto const known = std::find(seen.begin(), seen.end(), text);
    auto const number = static_cast<std::size_t>(known - seen.begin()) + 1;
    if (known == seen.end()) seen.push_back(text);
    return number;
}

/// At most so many curves are drawn: the last iterations of all, then as many earlier ones as there is room for, from
/// the first (t = 0) on. What is left out, in words.
std::string keep_some(std::vector<line>& lines, std::size_t most) {
    std::set<int> wanted;
    std::map<int, std::size_t> count;
    for (line const& curve : lines) ++count[curve.iterations];
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
    std::erase_if(lines, [&](line const& curve) { return !wanted.contains(curve.iterations); });
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
    for (line& curve : lines)
        std::stable_sort(curve.points.begin(), curve.points.end(),
                         [](auto const& a, auto const& b) { return std::stod(a[0]) < std::stod(b[0]); });
}

line& line_of(std::vector<line>& lines, std::string const& title) {
    for (line& curve : lines)
        if (curve.title == title) return curve;
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

/// The points to draw, gathered from the rows.
struct gathered {
    std::vector<convergence_picture> convergence;
    std::vector<line> errors;       // a curve for each n, against K
    std::vector<line> errors_by_n;  // where there is one K only
    std::set<std::string> error_sizes;
    std::vector<line> recalls;
    std::set<std::pair<double, int>> sizes;  // N, n of the recalls
    std::vector<std::string> orders_seen;
    std::vector<std::string> iterations_seen;
    std::vector<std::string> states_seen;

    explicit gathered(results const& rows) {
        fields const of(rows);
        rows.for_each([&](std::uint64_t, row const& at) {
            std::string const& metric = of.metric(at);
            // Definition 3.2 is about data; starts at memories have the picture against K.
            if ((metric == "d-max-abs" || metric == "d-max-abs-exact") && of.states(at).ends_with(":data"))
                add_share(of, at);
            if (metric == "train-error" || metric == "test-error") add_error(of, at);
            if (metric == "recalled" && of.iterations(at) != "0") add_recall(of, at);
        });
    }

private:
    void add_share(fields const& of, row const& at) {
        auto picture = std::find_if(convergence.begin(), convergence.end(), [&](convergence_picture const& known) {
            return known.states == of.states(at) && known.K == of.K(at);
        });
        if (picture == convergence.end()) {
            convergence.push_back({of.states(at), of.K(at), {}, {}});
            picture = convergence.end() - 1;
        }
        if (of.metric(at) == "d-max-abs") {
            line& curve = line_of(picture->lines, fmt::format("n = {}, t = {}", of.n(at), of.iterations(at)));
            curve.iterations = std::stoi(of.iterations(at));
            curve.colour = number_of(orders_seen, of.n(at));
            curve.dashes = number_of(iterations_seen, of.iterations(at));
            curve.points.push_back(of.point(of.epsilon, at));
        } else if (!of.value.absent(at)) {
            line_of(picture->laws, "exact law, t = 0")
                .points.push_back({of.epsilon(at), of.value(at), of.value(at), of.value(at)});
        }
    }
    void add_error(fields const& of, row const& at) {
        char const* const which = of.metric(at) == "train-error" ? "training" : "test";
        line_of(errors, fmt::format("n = {}, {}", of.n(at), which)).points.push_back(of.point(of.K, at));
        line_of(errors_by_n, fmt::format("K = {}, {}", of.K(at), which)).points.push_back(of.point(of.n, at));
        error_sizes.insert(of.K(at));
    }
    void add_recall(fields const& of, row const& at) {
        line& curve = line_of(recalls, fmt::format("{}, n = {}, t = {}", of.states(at), of.n(at), of.iterations(at)));
        curve.iterations = std::stoi(of.iterations(at));
        curve.colour = number_of(orders_seen, of.n(at));
        curve.dashes = number_of(states_seen, of.states(at));
        curve.points.push_back(of.point(of.K, at));
        sizes.insert({of.N.real(at), std::stoi(of.n(at))});
    }
};

figure share_figure(convergence_picture& picture, std::size_t number) {
    std::string const left_out = keep_some(picture.lines, most_curves);
    sort_points(picture.lines);
    figure drawn;
    std::string data;
    std::string plots = plotted(picture.lines, data, "share", false);
    if (!picture.laws.empty()) {
        auto& law = picture.laws.front().points;
        std::sort(law.begin(), law.end(),
                  [](auto const& a, auto const& b) { return std::stod(a[0]) < std::stod(b[0]); });
        law.erase(std::unique(law.begin(), law.end()), law.end());
        data += plot_data("law", law);
        plots += ", $law using 1:2 with lines linecolor '#808080' linewidth 4 dashtype 2 title 'exact law, t = 0'";
    }
    drawn.name = fmt::format("converge-epsilon-{}", number);
    drawn.caption = fmt::format(
        "Share of the states that end within epsilon of a memory, max|overlap| >= (1 - epsilon) N, after t iterations: "
        "{}, K = {}. The form of Gao & Lin's Figure 1.{}",
        picture.states, picture.K, left_out);
    drawn.script = data + fmt::format(
                              "set xlabel 'ε'\nset ylabel 'share that converges'\nset yrange [0:1.02]\nset xrange "
                              "[0:1]\nset key outside right top\n{}\n",
                              plots);
    return drawn;
}

/// Words of a figure against a logarithmic axis; `marks`: further commands.
struct against_words {
    std::string axis;
    std::string name;
    std::string label;
    std::string caption;
    std::string marks;
};

figure against(std::vector<line>& lines, against_words const& words) {
    std::string const left_out = keep_some(lines, 2 * most_curves);
    sort_points(lines);
    std::string data;
    std::string const plots = plotted(lines, data, "line", true);
    figure drawn;
    drawn.name = words.name;
    drawn.caption = words.caption + left_out;
    drawn.height = 520 + 13 * static_cast<int>(lines.size());
    drawn.script = data + fmt::format(
                              "set xlabel '{}'\nset logscale x\nset ylabel {}\nset yrange [0:*]\nset key outside below "
                              "maxcols 2\nset offsets graph 0.03, graph 0.03, 0, 0\n{}{}\n",
                              words.axis, plot_text(words.label), words.marks, plots);
    return drawn;
}

figure error_figure(gathered& from) {
    bool const by_n = from.error_sizes.size() == 1 && from.errors_by_n.front().points.size() > 1;
    std::string orders;
    if (by_n)
        for (auto const& point : from.errors_by_n.front().points)
            orders += fmt::format("{}'{}' {}", orders.empty() ? "" : ", ", point[0], point[0]);
    return against(
        by_n ? from.errors_by_n : from.errors,
        {by_n ? "order n" : "memories K", "converge-error", "share of wrong answers",
         fmt::format("Training and test error of the trained networks against {}, with 95 % intervals. The quantities "
                     "of Gao & Lin's Figure 2.",
                     by_n ? "n" : "K"),
         by_n ? fmt::format("unset mxtics\nset xtics ({})\nset autoscale xfix\n", orders) : "set autoscale xfix\n"});
}

figure recall_figure(gathered& from) {
    double least_K = HUGE_VAL;
    double most_K = 0;
    for (line const& curve : from.recalls)
        for (auto const& point : curve.points) {
            least_K = std::min(least_K, std::stod(point[0]));
            most_K = std::max(most_K, std::stod(point[0]));
        }
    // Lines a little off the sizes examined are shown as well.
    double left = least_K;
    double right = most_K;
    std::string marks;
    for (auto const& [N, n] : from.sizes)
        if (double const K = capacity_line(N, n); n >= 2 && K >= least_K / 10 && K <= most_K * 10) {
            left = std::min(left, K);
            right = std::max(right, K);
            marks += fmt::format(
                "set arrow from {0:.6g}, graph 0 to {0:.6g}, graph 1 nohead linecolor '#808080' dashtype 2\nset label "
                "{1} at {0:.6g}, graph 0.97 rotate by 90 right offset 0.6, 0 textcolor '#606060'\n",
                K, plot_text(fmt::format("K_max(n = {})", n)));
        }
    marks += fmt::format("set xrange [{:.6g}:{:.6g}]\n", left / 1.3, right * 1.3);
    return against(from.recalls,
                   {"memories K", "converge-capacity", "share of memories found again",
                    "Share of trials that are in their memory after t iterations, with 95 % intervals; dashed: K_max = "
                    "N^(n-1)/(2 (2n-3)!! ln N), Gao & Lin Eq. 3, for iid patterns and F = x^n.",
                    marks});
}

/// The rows that are said in words.
bool is_said(std::string const& metric) {
    return metric == "train-error" || metric == "test-error" || metric == "recalled" || metric == "rests" ||
           metric == "iterations-to-rest" || metric.starts_with("elsewhere:") || metric == "cvg-max-abs";
}

}  // namespace

std::vector<std::string> converge_verdict(results const& rows) {
    fields const of(rows);
    std::vector<std::string> sentences;
    std::size_t inside = 0;
    std::size_t compared = 0;
    std::map<std::string, std::pair<double, double>> intervals;
    rows.for_each([&](std::uint64_t, row const& at) {
        std::string const& metric = of.metric(at);
        std::string const where = fmt::format("{}, n={}, K={}, N={}", of.states(at), of.n(at), of.K(at), of.N(at));
        if (metric.starts_with("d-") && of.iterations(at) == "0" && of.states(at) == "iid:data") {
            bool const law = metric.ends_with("-exact");
            std::string const key = where + of.epsilon(at) + (law ? metric.substr(0, metric.size() - 6) : metric);
            if (!law) {
                intervals[key] = {of.lower.real(at), of.upper.real(at)};
            } else if (auto const sampled = intervals.find(key); sampled != intervals.end() && !of.value.absent(at)) {
                double const exact = of.value.real(at);
                ++compared;
                inside += exact >= sampled->second.first && exact <= sampled->second.second ? 1U : 0U;
            }
        }
        if (is_said(metric) && !of.value.absent(at))
            sentences.push_back(
                fmt::format("{}{}: {} {} ({} to {}).", where,
                            of.iterations.absent(at) ? "" : fmt::format(", after {} iterations", of.iterations(at)),
                            metric, of.value(at), of.lower(at), of.upper(at)));
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
    gathered from(rows);
    std::vector<figure> figures;
    for (convergence_picture& picture : from.convergence) figures.push_back(share_figure(picture, figures.size() + 1));
    if (!from.errors.empty()) figures.push_back(error_figure(from));
    if (!from.recalls.empty()) figures.push_back(recall_figure(from));
    return figures;
}

}  // namespace ulpfield::study
