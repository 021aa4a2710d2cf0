#include "studies/dynamics/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "study/library_values.hpp"
#include "ulpfield/dynamics/trajectory.hpp"

namespace ulpfield::study {

namespace {

/// One run, from its rows.
struct run_summary {
    std::string format;
    std::string first_rise;   ///< time; empty: never
    std::string last_energy;  ///< the last finite one
    std::string status = "ok";
    std::string end;
    std::string nearest;  ///< memory and distance at the end, where they were asked for
};

using run_group = std::vector<run_summary>;  // one model and solver, all formats

std::string list(std::vector<std::string> const& items) { return fmt::format("{}", fmt::join(items, ", ")); }

std::string resolution(run_group const& group) {
    std::vector<std::string> items;
    for (run_summary const& run : group)
        if (!run.last_energy.empty())
            items.push_back(fmt::format("{} in {}", last_place(parse_format("--formats", run.format), run.last_energy),
                                        run.format));
    return items.empty() ? "" : "neighbouring numbers at the last energy are apart by " + list(items);
}

std::string rises(run_group const& group) {
    std::vector<std::string> risen;
    std::vector<std::string> never;
    for (run_summary const& run : group) {
        if (run.first_rise.empty())
            never.push_back(run.format);
        else
            risen.push_back(fmt::format("t = {} in {}", run.first_rise, run.format));
    }
    if (risen.empty()) return "the computed energy never rises";
    return "the computed energy first rises at " + list(risen) + (never.empty() ? "" : ", never in " + list(never));
}

std::string ends(run_group const& group) {
    std::vector<std::string> items;
    for (run_summary const& run : group)
        if (run.status != "ok") items.push_back(fmt::format("{} {} at t = {}", run.format, run.status, run.end));
    return list(items);
}

/// "it came to memory 4 (distance 0) in fp32, fp64, to memory 2 (distance 0.1) in bf16"
std::string arrivals(run_group const& group) {
    std::vector<std::string> places;
    std::vector<std::vector<std::string>> formats;
    for (run_summary const& run : group) {
        if (run.nearest.empty()) continue;
        auto const known = std::find(places.begin(), places.end(), run.nearest);
        std::size_t const at = static_cast<std::size_t>(known - places.begin());
        if (known == places.end()) {
            places.push_back(run.nearest);
            formats.emplace_back();
        }
        formats[at].push_back(run.format);
    }
    std::string text;
    for (std::size_t k = 0; k < places.size(); ++k)
        text += fmt::format("{}to {} in {}", k == 0 ? "it came " : ", ", places[k], list(formats[k]));
    return text;
}

}  // namespace

judgement dynamics_verdict(results const& rows, arguments const&) {
    result_column const model = rows["model"], format = rows["format"], solver = rows["solver"], time = rows["time"],
                        energy = rows["energy"], monotone = rows["monotone"], status = rows["status"];
    std::optional<result_column> nearest;
    std::optional<result_column> distance;
    if (std::any_of(rows.columns().begin(), rows.columns().end(),
                    [](column const& one) { return one.name == "nearest"; })) {
        nearest = rows["nearest"];
        distance = rows["distance"];
    }
    std::vector<std::string> order;
    std::map<std::string, run_group> groups;
    std::vector<std::string> formats;
    bool exponentials = false;
    rows.for_each([&](std::uint64_t, row const& at) {
        std::string const key = model(at) + " by " + solver(at);
        if (!groups.contains(key)) order.push_back(key);
        run_group& group = groups[key];
        if (group.empty() || group.back().format != format(at)) {
            group.emplace_back();
            group.back().format = format(at);
        }
        run_summary& run = group.back();
        if (monotone(at) == "no" && run.first_rise.empty() && energy(at) != "nan") run.first_rise = time(at);
        if (energy(at).find_first_of("in") == std::string::npos) run.last_energy = energy(at);
        run.status = status(at);
        run.end = time(at);
        if (nearest)
            run.nearest =
                nearest->absent(at) ? "" : fmt::format("memory {} (distance {})", (*nearest)(at), (*distance)(at));
        if (std::find(formats.begin(), formats.end(), run.format) == formats.end()) formats.push_back(run.format);
        exponentials =
            exponentials || model(at).find("softmax") != std::string::npos || model(at).starts_with("modern");
    });
    std::vector<std::string> sentences;
    for (std::string const& key : order) {
        run_group const& group = groups[key];
        std::string text = key + ": " + rises(group);
        if (std::string const told = resolution(group); !told.empty()) text += "; " + told;
        if (std::string const ended = ends(group); !ended.empty()) text += "; " + ended;
        if (std::string const arrived = arrivals(group); !arrived.empty()) text += "; " + arrived;
        sentences.push_back(text + ".");
    }
    if (exponentials) {
        std::vector<std::string> items;
        for (std::string const& name : formats)
            if (!parse_format("--formats", name).saturates())
                items.push_back(
                    fmt::format("{:.2f} in {}", exponential_overflow(parse_format("--formats", name)), name));
        if (!items.empty())
            sentences.push_back("Without the max-shift of softmax e^x overflows beyond x = " + list(items) + ".");
    }
    return {std::move(sentences), false};
}

}  // namespace ulpfield::study
