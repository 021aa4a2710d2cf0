#include "study/report.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "files/atomic_file.hpp"
#include "report_page.hpp"
#include "study/display_text.hpp"
#include "study/environment.hpp"
#include "study/json.hpp"
#include "study/result_files.hpp"

namespace ulpfield::study {
namespace {

constexpr std::uint64_t most_rows = 5000;  // a browser sorts so many at once; the CSV has all

std::string escaped(std::string_view text) {
    std::string html;
    for (char const character : text) {
        switch (character) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            default:
                html += character;
        }
    }
    return html;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

// The picture as part of a page: no XML head, its size left to the page, names of its own, its caption for readers
// that do not see it.
std::string inlined(page_figure const& each, std::size_t number) {
    std::string svg = each.svg;
    svg.erase(0, svg.find("<svg"));
    std::size_t const end = svg.find('>');
    std::string root = svg.substr(0, end);
    for (std::string_view const name : {"width=", "height="}) {
        std::size_t const at = root.find(fmt::format(" {}\"", name));
        if (at != std::string::npos) root.erase(at, root.find('"', at + name.size() + 2) + 1 - at);
    }
    svg = root + " role=\"img\"" + svg.substr(end);
    std::string const prefix = fmt::format("f{}-", number);
    for (std::string_view const quote : {"'", "\""}) {
        replace_all(svg, fmt::format(" id={}", quote), fmt::format(" id={}{}", quote, prefix));
        replace_all(svg, fmt::format("href={}#", quote), fmt::format("href={}#{}", quote, prefix));
    }
    replace_all(svg, "url(#", "url(#" + prefix);
    replace_all(svg, "<title>Gnuplot</title>", "<title>" + escaped(each.caption) + "</title>");
    return svg;
}

std::string definitions(std::vector<std::pair<std::string, std::string>> const& pairs) {
    std::string html = "<dl>\n";
    for (auto const& [name, value] : pairs)
        html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), value.empty() ? "&ndash;" : escaped(value));
    return html + "</dl>\n";
}

void write_table(atomic_file& file, store const& results) {
    store_description const& description = results.description();
    std::uint64_t rows = 0;
    results.for_each([&rows](std::uint64_t, row const&) { ++rows; });
    std::string const csv = description.command + ".csv";
    file.write(fmt::format(
        "<h2 id=\"table\">Table</h2>\n<p class=\"note\">{} rows{}. <span class=\"screen\">A click on a heading "
        "sorts.</span></p>\n",
        rows, rows > most_rows ? fmt::format(", the first {} here, all in {}", most_rows, csv) : ""));
    file.write(
        "<div class=\"scroll tall\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table class=\"result\">"
        "<thead><tr>");
    auto const type = [](column const& each) { return each.numeric ? "" : " class=\"text\""; };
    for (column const& each : description.columns)
        if (each.shown())
            file.write(fmt::format("<th scope=\"col\"{} title=\"{}\"><button type=\"button\">{}</button></th>",
                                   type(each), escaped(each.meaning), escaped(each.name)));
    file.write("</tr></thead>\n<tbody>\n");
    std::uint64_t shown = 0;
    results.for_each([&](std::uint64_t, row const& values) {
        if (shown++ >= most_rows) return;
        std::string line = "<tr>";
        for (std::size_t position = 0; position < shown_columns(description.columns); ++position)
            line += fmt::format("<td{}>{}</td>", type(description.columns[position]), escaped(values[position]));
        file.write(line + "</tr>\n");
    });
    file.write("</tbody></table></div>\n");
    file.write("<details><summary>What the columns mean</summary>\n");
    std::vector<std::pair<std::string, std::string>> meanings;
    for (column const& each : description.columns)
        if (each.shown()) meanings.emplace_back(each.name, each.meaning);
    file.write(definitions(meanings) + "</details>\n");
}

void write_failures(atomic_file& file, store const& results) {
    constexpr std::uint64_t most_failures = 100;
    std::uint64_t const failed = results.failed();
    if (failed == 0) return;
    file.write(fmt::format("<h2>Cells that could not be computed</h2>\n<p>{} of them{}.</p>\n<ul>\n", failed,
                           failed > most_failures ? fmt::format("; the first {}", most_failures) : ""));
    std::uint64_t shown = 0;
    results.for_each_failure([&](std::uint64_t cell, std::string const& reason) {
        if (shown++ < most_failures) file.write(fmt::format("<li>cell {}: {}</li>\n", cell, escaped(reason)));
    });
    file.write("</ul>\n");
}

void write_provenance_part(atomic_file& file, store const& results) {
    store_description const& description = results.description();
    file.write("<h2 id=\"provenance\">Provenance</h2>\n<h3>Parameters</h3>\n" + definitions(description.parameters));
    if (!description.facts.empty()) file.write("<h3>Facts</h3>\n" + definitions(description.facts));
    std::vector<session> const sessions = results.sessions();
    file.write(fmt::format("<h3>Runs</h3>\n<p>{} run{} of the program worked on these results.</p>\n", sessions.size(),
                           sessions.size() == 1 ? "" : "s"));
    file.write(
        "<div class=\"scroll\"><table><thead><tr><th>started</th><th>ended</th><th>outcome</th><th>cells "
        "computed</th></tr></thead><tbody>\n");
    constexpr std::size_t most_sessions = 200;
    for (std::size_t index = 0; index < sessions.size() && index < most_sessions; ++index) {
        session const& each = sessions[index];
        file.write(fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(each.started),
                               escaped(each.ended), each.ended.empty() ? "killed" : escaped(each.outcome),
                               each.cells_computed));
    }
    file.write("</tbody></table></div>\n");
    if (!sessions.empty())
        file.write("<h3>Program and machine of the last run</h3>\n<pre>" +
                   escaped(indented_json(sessions.back().environment)) + "</pre>\n");
}

}  // namespace

std::string read_svg(std::filesystem::path const& file) {
    std::ifstream input(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
}

std::string write_report(std::string const& question, store const& results, judgement const& verdict,
                         std::vector<page_figure> const& figures, std::filesystem::path const& directory) {
    store_description const& description = results.description();
    std::string const name = "report.html";
    atomic_file file((directory / name).string());
    file.write(fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'\">\n<title>ulpfield {}</title>\n<style>{}</style></head>\n<body>\n",
        escaped(description.command), report_style));
    file.write(fmt::format("<p class=\"note\">ulpfield {}</p>\n<h1>{}</h1>\n", escaped(description.command),
                           escaped(question)));
    file.write(fmt::format("<pre>{}</pre>\n", escaped(command_line_of(description))));
    std::uint64_t const finished = results.size();
    if (!description.part.whole())
        file.write(fmt::format("<p class=\"violated\">Part {} of {} only: {} of the study's {} cells are here.</p>\n",
                               description.part.index, description.part.count, finished, description.cells));
    else if (finished < description.cells)
        file.write(fmt::format("<p class=\"violated\">Unfinished: {} of {} cells are here.</p>\n", finished,
                               description.cells));
    if (!verdict.sentences.empty()) {
        file.write(fmt::format("<h2 id=\"verdict\">Verdict</h2>\n<ul class=\"verdict{}\">\n",
                               verdict.violated ? " violated" : ""));
        for (std::string const& sentence : verdict.sentences)
            file.write(fmt::format("<li>{}</li>\n", escaped(sentence)));
        file.write("</ul>\n");
    }
    if (!figures.empty()) file.write("<h2 id=\"figures\">Figures</h2>\n");
    std::size_t number = 0;
    for (page_figure const& each : figures) {
        ++number;
        file.write("<figure>\n");
        if (each.svg.empty())
            file.write("<p class=\"note\">Not drawn: no working gnuplot where this page was made.</p>\n");
        else
            file.write("<div class=\"scroll\" tabindex=\"0\">" + inlined(each, number) + "</div>\n");
        file.write(
            fmt::format("<figcaption><b>Figure {}.</b> {} <span class=\"note\">({}.svg)</span></figcaption>\n"
                        "</figure>\n",
                        number, escaped(each.caption), escaped(each.name)));
    }
    write_failures(file, results);
    write_table(file, results);
    write_provenance_part(file, results);
    file.write(fmt::format("<script>{}</script>\n</body></html>\n", report_script));
    file.publish();
    return name;
}

}  // namespace ulpfield::study
