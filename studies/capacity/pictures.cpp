#include "capacity/pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ulpfield/capacity/bit_error.hpp"

namespace ulpfield {

namespace {

// Columns of a row.
constexpr std::size_t N = 0, n = 1, F = 2, K = 3, delta = 4, epsilon = 5, quantity = 6, method = 7, value = 8,
                      lower = 9, upper = 10;

double decadic(std::string const& text) { return capacity::log_of_printed(text) / std::log(10.0); }

/// Rows of one picture: method -> (x, log10 value, log10 lower, log10 upper).
struct point {
    double x = 0;
    double y = 0;
    double low = 0;
    double high = 0;
};
using curves = std::map<std::string, std::vector<point>>;

struct picture_kind {
    std::string quantity;
    std::size_t x;                   ///< the column along the axis
    std::vector<std::size_t> fixed;  ///< columns that tell pictures apart
    std::string x_label;
    std::string y_label;
};

std::vector<picture_kind> const& kinds() {
    static std::vector<picture_kind> const all{
        {"p-error", K, {F, N, n}, "memories K", "P_error of one bit"},
        {"k-max", N, {F, n, delta}, "neurons N", "K_max"},
        {"k-max", n, {F, N, delta}, "order n", "K_max"},
        {"match", N, {epsilon}, "neurons N", "P(overlap within epsilon)"},
    };
    return all;
}

std::string column_name(std::size_t index) {
    switch (index) {
        case N:
            return "N";
        case n:
            return "n";
        case F:
            return "F";
        case delta:
            return "delta";
        default:
            return "epsilon";
    }
}

figure draw(picture_kind const& kind, std::string const& where, curves const& lines, std::size_t number) {
    std::string data;
    std::string plots;
    std::size_t index = 0;
    for (auto const& [name, points] : lines) {
        bool const sampled = name == "monte-carlo";
        data += fmt::format("$curve{} << EOD\n", index);
        for (point const& at : points)
            data += fmt::format("{:.8g} {:.8g} {:.8g} {:.8g}\n", at.x, at.y, at.low, at.high);
        data += "EOD\n";
        std::string const style = sampled ? "using 1:2:3:4 with yerrorbars pt 7 ps 0.7 lc rgb 'black'"
                                  : name == "exact"
                                      ? "using 1:2 with linespoints lw 3 pt 6 lc rgb '#c00000'"
                                      : fmt::format("using 1:2 with linespoints lw 1.5 pt {} ps 0.5", index + 1);
        plots += fmt::format("{}$curve{} {} title '{}'", plots.empty() ? "" : ", \\\n     ", index, style, name);
        ++index;
    }
    std::string const scale = kind.x == n ? "" : "set logscale x\n";
    std::string const script = fmt::format(
        "{}{}set xlabel '{}' noenhanced\nset ylabel 'log10 of {}' noenhanced\nset key outside right noenhanced\nset "
        "grid\n"
        "set title '{}' noenhanced\nplot {}\n",
        data, scale, kind.x_label, kind.y_label, where, plots);
    return {fmt::format("{}-against-{}-{}", kind.quantity, kind.x == K ? "K" : column_name(kind.x), number),
            fmt::format("{} against {}, {}: every method asked for{}", kind.y_label, kind.x_label, where,
                        lines.contains("monte-carlo") ? "; points: Monte Carlo with 95 % intervals" : ""),
            script};
}

std::string escaped(std::string text, bool latex) {
    if (!latex) return text;
    std::string out;
    for (char const c : text) out += c == '_' || c == '%' || c == '&' ? std::string("\\") + c : std::string(1, c);
    return out;
}

}  // namespace

std::vector<figure> capacity_figures(results const& rows) {
    std::vector<figure> figures;
    for (picture_kind const& kind : kinds()) {
        std::map<std::string, curves> families;
        std::vector<std::string> order;
        rows.for_each([&](std::uint64_t, row const& at) {
            if (at[quantity] != kind.quantity || at[value].empty() || at[value] == "0") return;
            std::string where;
            for (std::size_t const fixed : kind.fixed)
                where += (where.empty() ? "" : ", ") + column_name(fixed) + " = " + at[fixed];
            if (!families.contains(where)) order.push_back(where);
            double const y = decadic(at[value]);
            bool const interval = at[method] == "monte-carlo" && !at[lower].empty() && at[lower] != "0";
            families[where][at[method]].push_back(
                {std::stod(at[kind.x]), y, interval ? decadic(at[lower]) : y, interval ? decadic(at[upper]) : y});
        });
        std::size_t number = 1;
        for (std::string const& where : order) {
            curves& lines = families[where];
            std::set<double> axis;
            for (auto& [name, points] : lines) {
                std::sort(points.begin(), points.end(), [](point const& a, point const& b) { return a.x < b.x; });
                for (point const& at : points) axis.insert(at.x);
            }
            if (axis.size() >= 2) figures.push_back(draw(kind, where, lines, number++));
        }
    }
    return figures;
}

std::vector<std::string> capacity_layout(results const& rows, std::string const& layout) {
    bool const latex = layout == "latex";
    std::vector<std::string> methods;
    std::vector<std::string> settings;
    std::map<std::string, std::map<std::string, std::string>> cell;
    std::map<std::string, std::vector<std::string>> heads;
    rows.for_each([&](std::uint64_t, row const& at) {
        std::vector<std::string> const head{at[quantity], at[F], at[N], at[n], at[K], at[delta], at[epsilon]};
        std::string key;
        for (std::string const& part : head) key += part + "\n";
        if (!cell.contains(key)) settings.push_back(key);
        heads[key] = head;
        cell[key][at[method]] = at[value];
        if (std::find(methods.begin(), methods.end(), at[method]) == methods.end()) methods.push_back(at[method]);
    });
    std::vector<std::string> const names{"quantity", "F", "N", "n", "K", "delta", "epsilon"};
    std::vector<bool> used(names.size(), false);
    for (auto const& [key, head] : heads)
        for (std::size_t i = 0; i < head.size(); ++i) used[i] = used[i] || !head[i].empty();
    std::string const gap = latex ? " & " : " | ";
    auto const line = [&](std::vector<std::string> const& parts) {
        std::string text;
        for (std::string const& part : parts)
            text += (text.empty() ? "" : gap) + (part.empty() ? std::string(latex ? "--" : "") : escaped(part, latex));
        return latex ? text + " \\\\" : "| " + text + " |";
    };
    std::vector<std::string> title;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (used[i]) title.push_back(names[i]);
    std::size_t const left = title.size();
    title.insert(title.end(), methods.begin(), methods.end());
    std::vector<std::string> text;
    if (latex) {
        text.push_back("\\begin{tabular}{" + std::string(left, 'l') + std::string(methods.size(), 'r') + "}");
        text.push_back("\\toprule");
    }
    text.push_back(line(title));
    if (latex) {
        text.push_back("\\midrule");
    } else {
        std::string rule = "|";
        for (std::size_t i = 0; i < title.size(); ++i) rule += i < left ? "---|" : "---:|";
        text.push_back(rule);
    }
    for (std::string const& key : settings) {
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < names.size(); ++i)
            if (used[i]) parts.push_back(heads[key][i]);
        for (std::string const& name : methods)
            parts.push_back(cell[key].contains(name) ? cell[key][name] : std::string());
        text.push_back(line(parts));
    }
    if (latex) {
        text.push_back("\\bottomrule");
        text.push_back("\\end{tabular}");
    }
    return text;
}

}  // namespace ulpfield
