#include "studies/classify/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>

#include "studies/classify/memory_image.hpp"
#include "studies/shared/digits/digits.hpp"
#include "study/plot.hpp"
#include "study/value_map.hpp"

namespace ulpfield::study {

namespace {

/// Names of the columns.
namespace at {

constexpr std::string_view rule = "rule", formulation = "formulation", format = "format", interaction = "interaction",
                           n = "n", m = "m", K = "K", epoch = "epoch", train_error = "train_error",
                           test_error = "test_error", f1 = "f1", status = "status", X = "inverse_temperature",
                           rate = "learning_rate", repeat = "repeat", confusion = "confusion", memories = "memories";

}  // namespace at

/// A row whose values are found by their column's name.
class named_row {
public:
    named_row(std::vector<column> const& columns, row values) : columns_(&columns), values_(std::move(values)) {}

    [[nodiscard]] std::string const& operator[](std::string_view name) const {
        for (std::size_t k = 0; k < columns_->size(); ++k)
            if ((*columns_)[k].name == name) return values_.at(k);
        throw std::out_of_range("no column " + std::string(name));
    }

private:
    std::vector<column> const* columns_;  // of the results, which outlive it
    row values_;
};

constexpr std::size_t most_curves = 8;
constexpr std::size_t most_matrices = 4;
constexpr std::size_t most_sentences = 60;

/// The rows of one cell.
struct course {
    std::vector<named_row> rows;
    [[nodiscard]] named_row const& end() const { return rows.back(); }
};

std::vector<course> courses(results const& rows) {
    std::vector<course> all;
    std::optional<std::uint64_t> present;
    rows.for_each([&](std::uint64_t cell, row const& values) {
        if (!present || *present != cell) all.emplace_back();
        present = cell;
        all.back().rows.emplace_back(rows.columns(), values);
    });
    return all;
}

/// The parameters that tell networks apart, each with the words it is shown by.
struct trait {
    std::string_view column;
    char const* before;
};
constexpr trait traits[] = {{at::rule, ""},          {at::formulation, ""}, {at::format, ""},
                            {at::interaction, "F "}, {at::n, "n="},         {at::K, "K="},
                            {at::X, "1/T="},         {at::rate, "rate "},   {at::repeat, "repeat "}};

/// Temperatures and rates to six digits where people read them, all digits where networks are told apart by them.
std::string shown_value(named_row const& values, std::string_view column, bool exactly) {
    if (!exactly && (column == at::X || column == at::rate)) return fmt::format("{:.6g}", std::stod(values[column]));
    return values[column];
}

std::string described(named_row const& values, std::set<std::string_view> const& columns, bool exactly = false) {
    std::string text;
    for (trait const& known : traits)
        if (columns.contains(known.column))
            text += fmt::format("{}{}{}", text.empty() ? "" : ", ", known.before,
                                shown_value(values, known.column, exactly));
    return text;
}

/// The columns in which networks differ; all of them if there is only one network.
std::set<std::string_view> differing(std::vector<course> const& all) {
    std::set<std::string_view> columns;
    for (trait const& known : traits)
        for (course const& other : all)
            if (all.size() == 1 || other.end()[known.column] != all.front().end()[known.column])
                columns.insert(known.column);
    if (columns.empty()) columns.insert(at::rule);
    return columns;
}

std::set<std::string_view> every_trait() {
    std::set<std::string_view> columns;
    for (trait const& known : traits) columns.insert(known.column);
    return columns;
}

std::string summary(course const& of) {
    named_row const& end = of.end();
    std::uint64_t unanswered = 0;
    for (auto const& line : confusion::parse(end[at::confusion]).counts) unanswered += line.back();
    std::string text =
        fmt::format("{}: test error {} %, training error {} %, F1 {} after {} epochs", described(end, every_trait()),
                    end[at::test_error], end[at::train_error], end[at::f1], end[at::epoch]);
    if (end[at::status] != "ok") text += fmt::format(" ({})", end[at::status]);
    if (unanswered != 0) text += fmt::format("; {} test digits have no answer (a field is NaN)", unanswered);
    return text + ".";
}

/// Networks that differ in one column alone: what the second value changes.
void compare_pairs(std::vector<course> const& all, std::string_view column, std::vector<std::string>& sentences) {
    std::set<std::string_view> rest = every_trait();
    rest.erase(column);
    std::map<std::string, course const*> first;
    for (course const& network : all) {
        auto const [known, fresh] = first.emplace(described(network.end(), rest, true), &network);
        if (fresh) continue;
        named_row const& a = known->second->end();
        named_row const& b = network.end();
        sentences.push_back(fmt::format("{} against {} ({}): test error {:+.4g} points, training error {:+.4g} points.",
                                        b[column], a[column], described(b, rest),
                                        std::stod(b[at::test_error]) - std::stod(a[at::test_error]),
                                        std::stod(b[at::train_error]) - std::stod(a[at::train_error])));
    }
}

figure error_curves(std::vector<course> const& all) {
    std::set<std::string_view> const columns = differing(all);
    std::string data;
    std::string plots;
    std::size_t const count = std::min(all.size(), most_curves);
    for (std::size_t k = 0; k < count; ++k) {
        std::vector<std::vector<std::string>> points;
        for (named_row const& values : all[k].rows)
            points.push_back({values[at::epoch], values[at::train_error], values[at::test_error]});
        data += plot_data(fmt::format("course_{}", k), points);
        plots += fmt::format(
            "{0}$course_{1} using 1:($3 > 0 ? $3 : NaN) with linespoints linetype {2} linewidth 2 title {3}, "
            "$course_{1} using 1:($2 > 0 ? $2 : NaN) with lines linetype {2} linewidth 1 dashtype 3 notitle",
            k == 0 ? "plot " : ", ", k, k + 1, plot_text(described(all[k].end(), columns)));
    }
    figure drawn;
    drawn.name = "classify-error";
    drawn.caption = fmt::format(
        "Wrong answers against the epoch: test digits (lines with points) and the digits learned from (thin dotted "
        "lines; 0 is not on the scale). The grey band is what the papers report at convergence with K = 2000, 1.5 to "
        "2 %{}.",
        all.size() > count ? fmt::format("; the first {} of {} networks", count, all.size()) : "");
    drawn.script = data + fmt::format(
                              "set logscale y\nset yrange [0.1:100]\nset xlabel 'epoch'\nset ylabel 'wrong answers, "
                              "percent'\nset key outside below maxcols 1\nset object 1 rectangle from graph 0, first "
                              "1.5 to graph 1, first 2 fillcolor '#e0e0e0' fillstyle solid noborder behind\n"
                              "{}\n",
                              plots);
    drawn.height = 520 + 24 * static_cast<int>(count);
    return drawn;
}

/// Ranges and labels of the axes of a matrix.
std::string label_axes(std::vector<std::uint8_t> const& classes) {
    std::string names;
    for (std::size_t c = 0; c < classes.size(); ++c) names += fmt::format("'{}' {}, ", classes[c], c);
    std::string const vertical = classes == digit_labels() ? "0, 1, 9" : "(" + names.substr(0, names.size() - 2) + ")";
    return fmt::format(
        "set xrange [-0.5:{0}.5]\nset yrange [{1}.5:-0.5]\nset xtics out ({2}'–' {0})\nset ytics out {3}\n",
        classes.size(), classes.size() - 1, names, vertical);
}

figure confusion_matrices(std::vector<course> const& all) {
    std::set<std::string_view> const columns = differing(all);
    std::size_t const count = std::min(all.size(), most_matrices);
    std::size_t const across = std::min<std::size_t>(count, 2);
    std::size_t const down = (count + across - 1) / across;
    std::string script;
    std::string axes;
    for (std::size_t k = 0; k < count; ++k) {
        confusion const matrix = confusion::parse(all[k].end()[at::confusion]);
        std::vector<std::vector<std::string>> cells;
        std::size_t const classes = matrix.counts.size();
        if (k == 0) axes = label_axes(matrix.classes);
        for (std::size_t label = 0; label < classes; ++label) {
            std::uint64_t total = 0;
            for (std::uint64_t const n : matrix.counts[label]) total += n;
            for (std::size_t answer = 0; answer <= classes; ++answer) {
                double const share =
                    total == 0 ? 0 : static_cast<double>(matrix.counts[label][answer]) / static_cast<double>(total);
                cells.push_back({std::to_string(answer), std::to_string(label), fmt::format("{:.6g}", share),
                                 matrix.counts[label][answer] == 0 ? " " : std::to_string(matrix.counts[label][answer]),
                                 share > 0.5 ? "0xffffff" : "0x000000"});
            }
        }
        script += plot_data(fmt::format("matrix_{}", k), cells);
    }
    script += fmt::format(
        "set multiplot\nunset key\nunset colorbox\nunset grid\nset palette defined (0 '#ffffff', 1 '#08306b')\nset "
        "cbrange [0:1]\n{}set xlabel 'answer (–: none)'\nset ylabel 'label'\n",
        axes);
    for (std::size_t k = 0; k < count; ++k)
        script += fmt::format(
            "set origin {0:.6g}, {1:.6g}\nset size {2:.6g}, {3:.6g}\nset "
            "title {4}\nplot $matrix_{5} using 1:2:3 with image, $matrix_{5} using 1:2:4:5 with labels font ',9' "
            "textcolor rgb variable\n",
            static_cast<double>(k % across) / static_cast<double>(across),
            1 - static_cast<double>(k / across + 1) / static_cast<double>(down), 1 / static_cast<double>(across),
            1 / static_cast<double>(down), plot_text(described(all[k].end(), columns)), k);
    script += "unset multiplot\n";
    figure drawn;
    drawn.name = "classify-confusion";
    drawn.caption =
        "Test digits by label and answer; the colour is the share of the label, the last column digits without an "
        "answer (a field is NaN).";
    drawn.script = std::move(script);
    drawn.width = across == 1 ? 700 : 1200;
    drawn.height = 60 + static_cast<int>(down) * 540;
    return drawn;
}

/// Memories side by side, the class weights as a strip of ten fields below each.
figure memory_picture(course const& of, std::size_t number, std::set<std::string_view> const& columns) {
    memory_images const images = memory_images::parse(of.end()[at::memories]);
    std::size_t const count = images.memories.size();
    auto const across = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
    std::size_t const down = (count + across - 1) / across;
    std::size_t const strip = std::max<std::size_t>(2, images.rows / 9);
    std::size_t const width = images.columns + 2;
    std::size_t const height = images.rows + 1 + strip + 2;
    std::vector<std::vector<std::string>> pixels(down * height, std::vector<std::string>(across * width, "NaN"));
    for (std::size_t mu = 0; mu < count; ++mu) {
        std::size_t const top = mu / across * height;
        std::size_t const left = mu % across * width;
        std::vector<double> const& memory = images.memories[mu];
        for (std::size_t y = 0; y < images.rows; ++y)
            for (std::size_t x = 0; x < images.columns; ++x)
                pixels[top + y][left + x] = fmt::format("{:.3g}", memory[y * images.columns + x]);
        std::size_t const classes = memory.size() - images.rows * images.columns;
        for (std::size_t y = 0; y < strip; ++y)
            for (std::size_t x = 0; x < images.columns && classes > 0; ++x)
                pixels[top + images.rows + 1 + y][left + x] =
                    fmt::format("{:.3g}", memory[images.rows * images.columns + x * classes / images.columns]);
    }
    figure drawn;
    drawn.name = fmt::format("classify-memories-{}", number);
    drawn.caption = fmt::format(
        "The first {} memories of {} after {} epochs: pixels, and below each its ten class weights, 0 to 9 from left "
        "to right. Weights outside [-1, 1] are drawn as ±1.",
        count, described(of.end(), columns), of.end()[at::epoch]);
    drawn.script = plot_data("memories", pixels) +
                   fmt::format(
                       "unset key\nunset grid\nunset xtics\nunset ytics\nunset border\nset size ratio -1\nset palette "
                       "defined (-1 '#2166ac', 0 '#f7f7f7', 1 '#b2182b')\nset cbrange [-1:1]\nset cblabel 'weight'\n"
                       "set xrange [-0.5:{}.5]\nset yrange [{}.5:-0.5]\nplot $memories matrix with image\n",
                       across * width - 1, down * height - 1);
    drawn.width = 760;
    drawn.height = 760;
    return drawn;
}

/// Maps of F1 for networks that differ in temperature and rate, a panel for each n.
void add_maps(std::vector<course> const& all, std::vector<figure>& figures) {
    std::vector<std::string> groups;
    std::map<std::string, std::vector<course const*>> members;
    for (course const& network : all) {
        std::string const key =
            described(network.end(), {at::rule, at::formulation, at::format, at::interaction, at::K});
        if (!members.contains(key)) groups.push_back(key);
        members[key].push_back(&network);
    }
    for (std::string const& group : groups) {
        std::map<double, std::map<std::pair<double, double>, std::vector<double>>> panels;
        std::set<double> temperatures;
        std::set<double> rates;
        for (course const* const network : members[group]) {
            named_row const& end = network->end();
            panels[std::stod(end[at::n])][{std::stod(end[at::X]), std::stod(end[at::rate])}].push_back(
                std::stod(end[at::f1]));
            temperatures.insert(std::stod(end[at::X]));
            rates.insert(std::stod(end[at::rate]));
        }
        if (temperatures.size() < 2 || rates.size() < 2) continue;
        value_maps together;
        for (auto const& [n, boxes] : panels) {
            value_map map;
            map.title = fmt::format("n = {:g}", n);
            map.x_label = "inverse temperature 1/T";
            map.y_label = "learning rate";
            map.x_values.assign(temperatures.begin(), temperatures.end());
            map.y_values.assign(rates.begin(), rates.end());
            for (double const y : map.y_values) {
                auto& line = map.boxes.emplace_back();
                for (double const x : map.x_values) {
                    value_map::box& box = line.emplace_back();
                    auto const scores = boxes.find({x, y});
                    if (scores == boxes.end()) continue;
                    double sum = 0;
                    for (double const value : scores->second) sum += value;
                    box.value = sum / static_cast<double>(scores->second.size());
                }
            }
            together.maps.push_back(std::move(map));
        }
        std::size_t const count = together.maps.size();
        together.columns = count <= 3 ? count : count == 4 ? 2 : 3;
        together.title = group;
        together.value_label = "macro F1 of the test digits";
        figure drawn;
        drawn.name = fmt::format("classify-map-{}", figures.size() + 1);
        drawn.caption = fmt::format(
            "Macro F1 of the test digits over inverse temperature and learning rate, a panel for each n; bright is "
            "good. {}.",
            group);
        drawn.width = 200 + static_cast<int>(together.columns) * 330;
        drawn.height = 110 + static_cast<int>((count + together.columns - 1) / together.columns) * 310;
        drawn.show(std::move(together));
        figures.push_back(std::move(drawn));
    }
}

}  // namespace

std::vector<std::string> classify_verdict(results const& rows) {
    std::vector<course> const all = courses(rows);
    std::vector<std::string> sentences;
    for (course const& network : all) sentences.push_back(summary(network));
    for (std::string_view const column : {at::rule, at::formulation, at::format}) compare_pairs(all, column, sentences);
    if (sentences.size() > most_sentences) {
        std::size_t const left = sentences.size() - most_sentences;
        sentences.resize(most_sentences);
        sentences.push_back(fmt::format("... and {} more; classify-runs.csv has every network.", left));
    }
    return sentences;
}

std::vector<figure> classify_figures(results const& rows) {
    std::vector<course> const all = courses(rows);
    std::vector<figure> figures;
    if (all.empty()) return figures;
    add_maps(all, figures);
    if (figures.empty()) figures.push_back(error_curves(all));
    if (all.size() <= most_matrices) figures.push_back(confusion_matrices(all));
    std::set<std::string_view> const columns = differing(all);
    std::size_t number = 0;
    for (course const& network : all)
        if (++number; !network.end()[at::memories].empty()) figures.push_back(memory_picture(network, number, columns));
    return figures;
}

std::vector<result_file> classify_files(results const& rows) {
    std::string runs =
        "rule,formulation,format,interaction,n,m,K,inverse_temperature,learning_rate,repeat,epoch,train_error,"
        "test_error,f1,status\n";
    std::string matrices = "network,label,answer,digits\n";
    std::size_t number = 0;
    for (course const& network : courses(rows)) {
        named_row const& end = network.end();
        ++number;
        std::string line;
        for (std::string_view const column :
             {at::rule, at::formulation, at::format, at::interaction, at::n, at::m, at::K, at::X, at::rate, at::repeat,
              at::epoch, at::train_error, at::test_error, at::f1, at::status})
            line += (line.empty() ? "" : ",") + end[column];
        runs += line + '\n';
        confusion const matrix = confusion::parse(end[at::confusion]);
        std::size_t const classes = matrix.classes.size();
        for (std::size_t label = 0; label < classes; ++label)
            for (std::size_t answer = 0; answer <= classes; ++answer)
                matrices += fmt::format("{},{},{},{}\n", number, matrix.classes[label],
                                        answer < classes ? std::to_string(matrix.classes[answer]) : "none",
                                        matrix.counts[label][answer]);
    }
    return {{"classify-runs.csv", std::move(runs)}, {"classify-confusion.csv", std::move(matrices)}};
}

}  // namespace ulpfield::study
