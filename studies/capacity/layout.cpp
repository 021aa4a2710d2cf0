#include "studies/capacity/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "studies/capacity/optional_column.hpp"

namespace ulpfield::study {

namespace {

std::string escaped(std::string text, bool latex) {
    if (!latex) return text;
    std::string out;
    for (char const c : text) out += c == '_' || c == '%' || c == '&' ? std::string("\\") + c : std::string(1, c);
    return out;
}

}  // namespace

std::vector<std::string> capacity_layout(results const& rows, std::string const& layout) {
    bool const latex = layout == "latex";
    std::string const dagger = latex ? "$^\\dagger$" : "†";
    bool any_poor = false;
    std::vector<std::string> methods;
    std::vector<std::string> settings;
    std::map<std::string, std::map<std::string, std::string>> cell;
    std::map<std::string, std::vector<std::string>> heads;
    std::vector<result_column> left_columns;
    std::vector<std::string> names{"quantity", "interaction", "N", "n", "K", "delta", "epsilon"};
    if (has_column(rows, "tie")) names.emplace_back("tie");
    for (std::string const& name : names) left_columns.push_back(rows[name]);
    names[1] = "F";
    result_column const method = rows["method"];
    result_column const value = rows["value"];
    result_column const trust = rows["trust"];
    rows.for_each([&](std::uint64_t, row const& values) {
        std::vector<std::string> head;
        for (result_column const& left_column : left_columns) head.push_back(left_column(values));
        std::string key;
        for (std::string const& part : head) key += part + "\n";
        if (!cell.contains(key)) settings.push_back(key);
        heads[key] = head;
        bool const poor = trust(values) == "poor" && !value.absent(values);
        any_poor = any_poor || poor;
        cell[key][method(values)] = poor ? value(values) + dagger : value(values);
        if (std::find(methods.begin(), methods.end(), method(values)) == methods.end())
            methods.push_back(method(values));
    });
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
    std::string const note = dagger + " off by more than a factor 2 from the exact law or the best estimate";
    if (latex) {
        text.push_back("\\bottomrule");
        if (any_poor)
            text.push_back(fmt::format("\\multicolumn{{{}}}{{l}}{{\\footnotesize {}}} \\\\", title.size(), note));
        text.push_back("\\end{tabular}");
    } else if (any_poor) {
        text.insert(text.end(), {"", note});
    }
    return text;
}

}  // namespace ulpfield::study
