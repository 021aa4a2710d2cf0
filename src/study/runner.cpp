#include "study/runner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "study/environment.hpp"
#include "study/extension.hpp"
#include "study/messages.hpp"
#include "study/outputs.hpp"
#include "study/progress.hpp"
#include "study/read_back.hpp"
#include "study/result_printer.hpp"
#include "study/signals.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

// Prints rows and progress while they come; ends with a signal, or when standard output is all there will be and nobody
// reads it any longer.
class terminal_watch final : public run_watch {
public:
    terminal_watch(progress& shown, result_printer& printer, output_stream const& out, bool stop_if_unread)
        : shown_(shown), printer_(printer), out_(out), stop_if_unread_(stop_if_unread) {}

    void begin(std::uint64_t, double) override {}
    bool stop_requested() override { return signal_watch::stop_requested() || (stop_if_unread_ && out_.closed()); }
    void found(double cost) override { shown_.found(cost); }
    void computed(double cost) override { shown_.computed(cost); }
    void under_way(double cost, double earlier) override { shown_.under_way(cost, earlier); }
    void advance() override {
        printer_.advance();
        shown_.show();
    }

private:
    progress& shown_;
    result_printer& printer_;
    output_stream const& out_;
    bool stop_if_unread_;
};

// The machine has refused already: whether it takes this last note does not matter.
void end_quietly(store& results, std::uint64_t cells_before) {
    try {
        results.end_session(utc_now(), "machine error", results.size() - cells_before);
    } catch (machine_error const&) {
    }
}

}  // namespace

store_description describe(study_entry const& entry, arguments const& given, planned_study const& made,
                           shard const& part) {
    store_description description;
    description.command = entry.name;
    bool has_seed = false;
    for (option const& each : entry.options) {
        description.arguments.push_back({each.name, given.text(each.name), given.given(each.name)});
        has_seed = has_seed || each.name == "--seed";
    }
    if (!has_seed) description.arguments.push_back({"--seed", given.text("--seed"), given.given("--seed")});
    description.parameters = made.parameters();
    description.facts = made.provenance();
    description.columns = made.columns();
    description.cells = made.cells();
    description.part = part;
    return description;
}

prepared_study prepare(study_entry const& entry, arguments const& typed, run_request const& request) {
    store_place const place(request.output, request.store_file);
    std::optional<store_description> there;  // to be extended
    if (std::error_code error; request.extend && std::filesystem::exists(place.file, error) && store::begun_in(place))
        there = store::description_in(place);
    prepared_study ready{there ? extended_arguments(entry, typed, *there) : typed, nullptr};
    ready.made = entry.make(ready.given);
    if (there)
        extend_results(entry, place, *there, *ready.made, describe(entry, ready.given, *ready.made, request.part));
    return ready;
}

std::unique_ptr<store> open_store(store_description description, run_request const& request) {
    return request.output.empty()
               ? store::temporary(std::move(description))
               : store::in(store_place(request.output, request.store_file), std::move(description), request.force);
}

computed compute_kept(planned_study const& made, store& results, cell_sequence const& cells, run_request const& request,
                      run_watch& watch) {
    if (request.output.empty()) return run_cells(made, results, cells, request.threads, watch);
    std::uint64_t const cells_before = results.size();
    results.begin_session({utc_now(), "", "", 0, environment_json(request.threads)});
    try {
        computed const run = run_cells(made, results, cells, request.threads, watch);
        results.end_session(utc_now(), run.end == computation::complete ? "finished" : "interrupted", run.cells);
        return run;
    } catch (machine_error const&) {
        end_quietly(results, cells_before);
        throw;
    }
}

exit_status run_study(study_entry const& entry, arguments const& typed, run_request const& request) {
    signal_watch const signals;
    prepared_study const ready = prepare(entry, typed, request);
    arguments const& given = ready.given;
    planned_study const* const made = ready.made.get();
    cell_sequence const cells(*made, request.part);
    bool const kept = !request.output.empty();
    std::unique_ptr<store> const results = open_store(describe(entry, given, *made, request.part), request);

    output_stream out(STDOUT_FILENO, "standard output");
    result_printer printer(request.print, *results, cells, out, made->printed());
    progress shown(request.progress, cells.cells(), cells.cost(), kept);
    terminal_watch watch(shown, printer, out, !kept);
    computed const run = compute_kept(*made, *results, cells, request, watch);
    shown.finish();
    if (run.end == computation::stopped) {
        if (!signal_watch::stop_requested()) return exit_status::done;  // unread
        out.flush();
        if (kept) publish_unfinished(*results, request.output);
        say_interrupted(*results, cells.cells(), request.output);
        return exit_status::interrupted;
    }

    judgement const verdict = read_back(*results, [&] { return made->judge(*results); });
    if (request.terminal_width)
        printer.finish_on_terminal(verdict, made->summary(*results), *request.terminal_width);
    else
        printer.finish(verdict);
    say_failures(*results);
    if (kept && !publish(entry, *made, *results, verdict, request.output)) {
        say(fmt::format("interrupted while drawing; `ulpfield report {}` draws the figures", request.output));
        return exit_status::interrupted;
    }
    if (verdict.violated) {
        if (request.print != print_format::table) say_violated(verdict);
        return exit_status::violated;
    }
    return results->failed() > 0 ? exit_status::incomplete : exit_status::done;
}

}  // namespace ulpfield::study
