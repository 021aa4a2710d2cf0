#include "study/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "files/atomic_file.hpp"
#include "study/gnuplot.hpp"
#include "study/messages.hpp"
#include "study/read_back.hpp"
#include "study/report.hpp"
#include "study/result_files.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

namespace fs = std::filesystem;

// Draws every figure; the SVGs for the page are returned in their order.
class gallery {
public:
    explicit gallery(fs::path const& directory) : directory_(directory) {}

    void add(figure const& each) {
        page_figure shown{each.name, each.caption, ""};
        if (attempt(each, picture_format::svg, each.name + ".svg")) {
            attempt(each, picture_format::png, each.name + ".png");
            attempt(each, picture_format::pdf, each.name + ".pdf");
            shown.svg = read_svg(directory_ / (each.name + ".svg"));
        }
        shown_.push_back(std::move(shown));
    }

    [[nodiscard]] std::vector<std::string> const& names() const { return names_; }
    [[nodiscard]] std::vector<page_figure> const& shown() const { return shown_; }

private:
    bool attempt(figure const& each, picture_format format, std::string const& name) {
        if (no_gnuplot_) return false;
        drawing_outcome const outcome = draw(each, format, directory_ / name);
        if (outcome.what == drawing::drawn) {
            names_.push_back(name);
            return true;
        }
        if (outcome.what == drawing::no_gnuplot) {
            no_gnuplot_ = true;
            say(fmt::format("no figures: {}; `ulpfield report {}` draws them later", outcome.reason,
                            directory_.string()));
        } else if (!std::exchange(failure_said_, true)) {
            say(fmt::format("a figure is missing: {}", outcome.reason));
        }
        return false;
    }

    fs::path directory_;
    std::vector<std::string> names_;
    std::vector<page_figure> shown_;
    bool no_gnuplot_ = false;
    bool failure_said_ = false;
};

void check_name(std::string const& name) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.";
    if (name.empty() || name.starts_with('.') || name.find_first_not_of(plain) != std::string::npos)
        throw std::logic_error(fmt::format("file name '{}': letters, digits and _-+. are accepted", name));
}

// True for what a killed process leaves of a file NAME: "NAME.partial-PROCESS-NUMBER", "NAME.part".
bool left_half_written(std::string_view file, std::string_view name) {
    if (!file.starts_with(name)) return false;
    file.remove_prefix(name.size());
    constexpr std::string_view partial = ".partial-";
    return file == ".part" || (file.starts_with(partial) &&
                               file.find_first_not_of("0123456789-", partial.size()) == std::string_view::npos);
}

// Notes what was made; what was made before and is no longer, or was left half-written, goes. Nobody else publishes
// there: the store holds the directory's lock.
void remember(store& results, fs::path const& directory, std::vector<std::string> const& names) {
    std::error_code ignored;
    for (std::string const& old : results.published()) {
        if (std::find(names.begin(), names.end(), old) == names.end() && fs::path(old).filename() == fs::path(old))
            fs::remove(directory / old, ignored);
    }
    std::vector<fs::path> leftovers;
    for (fs::directory_entry const& entry : fs::directory_iterator(directory, ignored)) {
        std::string const file = entry.path().filename().string();
        if (std::any_of(names.begin(), names.end(), [&](auto const& name) { return left_half_written(file, name); }))
            leftovers.push_back(entry.path());
    }
    for (fs::path const& file : leftovers) fs::remove(file, ignored);
    results.set_published(names);
}

}  // namespace

void publish_unfinished(store& results, fs::path const& directory) {
    std::vector<std::string> names = results.published();
    names.push_back(write_csv(results, directory));
    names.push_back(write_provenance(results, directory));
    remember(results, directory, names);
}

bool publish(study_entry const& entry, planned_study const& made, store& results, judgement const& verdict,
             fs::path const& directory, std::function<bool()> const& stop_requested) {
    auto const files = read_back(results, [&] {
        auto all = made.files(results);
        for (result_file const& file : all) check_name(file.name);
        return all;
    });
    auto const figures = read_back(results, [&] {
        auto all = made.figures(results);
        for (figure const& picture : all) check_name(picture.name);
        return all;
    });
    std::vector<std::string> names = {write_csv(results, directory), write_provenance(results, directory)};
    for (result_file const& content : files) {
        atomic_file file((directory / content.name).string());
        file.write(content.content);
        file.publish();
        names.push_back(content.name);
    }
    gallery pictures(directory);
    for (figure const& picture : figures) {
        if (stop_requested()) return false;
        pictures.add(picture);
    }
    names.insert(names.end(), pictures.names().begin(), pictures.names().end());
    names.push_back(write_report(entry.question, results, verdict, pictures.shown(), directory));
    if (results.writable()) remember(results, directory, names);
    return true;
}

}  // namespace ulpfield::study
