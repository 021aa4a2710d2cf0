#include "study/plot.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <stdexcept>

namespace ulpfield::study {
namespace {

constexpr std::array<char const*, 8> colours = {"#000000", "#0072B2", "#D55E00", "#009E73",
                                                "#E69F00", "#56B4E9", "#CC79A7", "#F0E442"};

// White on dark colours, black on light ones (ITU-R BT.709 luma).
std::string readable_on(std::string const& colour) {
    auto const part = [&colour](std::size_t at) { return std::stoi(colour.substr(at, 2), nullptr, 16); };
    int const luma = (213 * part(1) + 715 * part(3) + 72 * part(5)) / 1000;
    return luma < 130 ? "#FFFFFF" : "#000000";
}

std::string field(std::string_view text) {
    if (!text.empty() && text.find_first_of(" \t\"'#\\\n\r,") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (char const character : text) {
        // A data block ends at its line, and a quote ends the field: neither has an escape there.
        if (character == '"')
            quoted += '\'';
        else
            quoted += character == '\n' || character == '\r' ? ' ' : character;
    }
    return quoted + "\"";
}

// At most so many labels stand beside an axis without touching.
constexpr std::size_t most_labels = 28;

std::string tics(std::string_view axis, std::vector<std::string> const& labels, bool from_the_top) {
    std::string text = fmt::format("set {}tics (", axis);
    std::size_t const step = (labels.size() + most_labels - 1) / most_labels;
    for (std::size_t index = 0; index < labels.size(); index += step)
        text += fmt::format("{}{} {}", index == 0 ? "" : ", ", plot_text(labels[index]),
                            from_the_top ? labels.size() - 1 - index : index);
    return text + ") nomirror\n";
}

}  // namespace

std::string plot_colour(std::size_t index) { return colours[index % colours.size()]; }

std::string plot_style() {
    std::string text =
        "set encoding utf8\n"
        "set border 3 linecolor '#404040'\n"
        "set tics nomirror out textcolor '#202020'\n"
        "set grid linetype 1 linecolor '#D8D8D8' linewidth 0.5 dashtype solid\n"
        "set key outside right top vertical Left reverse samplen 3 spacing 1.15\n"
        "set style fill solid 1.0 noborder\n"
        "set datafile missing 'NaN'\n";
    constexpr std::array<int, 8> points = {7, 5, 9, 13, 11, 4, 6, 8};
    for (std::size_t index = 0; index < colours.size(); ++index)
        text += fmt::format("set linetype {0} linecolor '{1}' linewidth 1.8 dashtype {2} pointtype {3} pointsize 0.8\n",
                            index + 1, colours[index], index % 5 + 1, points[index]);
    return text + "set linetype cycle 8\n";
}

std::string plot_text(std::string_view text) {
    // Single quotes: in double ones gnuplot would run what stands between backquotes.
    std::string quoted = "'";
    for (char const character : text) {
        if (character == '\n')
            quoted += "'.\"\\n\".'";
        else if (character == '\'')
            quoted += "''";
        else
            quoted += static_cast<unsigned char>(character) < 0x20U ? ' ' : character;
    }
    return quoted + "'";
}

std::string plot_number(std::string_view value) {
    double parsed = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    bool const whole = !value.empty() && end == value.data() + value.size();
    return whole && error == std::errc{} && std::isfinite(parsed) ? std::string(value) : "NaN";
}

std::string plot_data(std::string_view name, std::vector<std::vector<std::string>> const& rows) {
    std::string text = fmt::format("${} << EOD\n", name);
    for (std::vector<std::string> const& fields : rows) {
        for (std::size_t index = 0; index < fields.size(); ++index) {
            if (index > 0) text += ' ';
            text += field(fields[index]);
        }
        text += '\n';
    }
    return text + "EOD\n";
}

std::string plot_script(category_map const& map) {
    if (map.boxes.size() != map.y_values.size())
        throw std::invalid_argument("category_map: one row of boxes per y value");
    std::vector<std::vector<std::vector<std::string>>> by_category(map.categories.size());
    std::map<std::string, std::vector<std::vector<std::string>>> marks_by_colour;
    for (std::size_t y = 0; y < map.boxes.size(); ++y) {
        if (map.boxes[y].size() != map.x_values.size())
            throw std::invalid_argument("category_map: one box per x value in each row");
        for (std::size_t x = 0; x < map.boxes[y].size(); ++x) {
            category_map::box const& here = map.boxes[y][x];
            if (here.category < 0) continue;
            auto const which = static_cast<std::size_t>(here.category);
            if (which >= map.categories.size())
                throw std::invalid_argument(
                    fmt::format("category_map: box {} of {} categories", which, map.categories.size()));
            std::string const height = std::to_string(map.y_values.size() - 1 - y);
            by_category[which].push_back({std::to_string(x), height});
            if (!here.mark.empty())
                marks_by_colour[readable_on(map.categories[which].colour)].push_back(
                    {std::to_string(x), height, here.mark});
        }
    }
    std::string text = plot_style();
    text += fmt::format("set title {}\nset xlabel {}\nset ylabel {}\n", plot_text(map.title), plot_text(map.x_label),
                        plot_text(map.y_label));
    text += "unset grid\nset border 0\nset tics scale 0\n";
    text += tics("x", map.x_values, false) + tics("y", map.y_values, true);
    text += fmt::format("set xrange [-0.5:{}.5]\nset yrange [-0.5:{}.5]\n", static_cast<long>(map.x_values.size()) - 1,
                        static_cast<long>(map.y_values.size()) - 1);
    std::string plots;
    for (std::size_t index = 0; index < map.categories.size(); ++index) {
        plot_category const& category = map.categories[index];
        // The key names all of them: a category that does not occur is a result too.
        plots += fmt::format("{}keyentry with boxes fillcolor rgb '{}' title {}",
                             plots.empty() ? "plot " : ", \\\n     ", category.colour, plot_text(category.name));
        if (by_category[index].empty()) continue;
        text += plot_data(fmt::format("category_{}", index), by_category[index]);
        plots +=
            fmt::format(", \\\n     $category_{} using 1:2:(0.47):(0.46) with boxxyerror fillcolor rgb '{}' notitle",
                        index, category.colour);
    }
    for (auto const& [colour, marks] : marks_by_colour) {
        std::string const name = "marks_on_" + colour.substr(1);
        text += plot_data(name, marks);
        plots += fmt::format(", \\\n     ${} using 1:2:3 with labels textcolor rgb '{}' notitle", name, colour);
    }
    for (std::string const& note : map.notes)
        plots += fmt::format(", \\\n     keyentry with points pointtype 0 linecolor rgb '#FFFFFF' title {}",
                             plot_text(note));
    return text + plots + '\n';
}

}  // namespace ulpfield::study
