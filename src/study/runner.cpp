#include "study/runner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "study/environment.hpp"
#include "study/messages.hpp"
#include "study/outputs.hpp"
#include "study/read_back.hpp"
#include "study/run_cells.hpp"
#include "study/signals.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

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

exit_status run_study(study_entry const& entry, arguments const& given, run_request const& request) {
    signal_watch const signals;
    std::unique_ptr<planned_study> const made = entry.make(given);
    cell_sequence const cells(*made, request.part);
    store_description description = describe(entry, given, *made, request.part);
    bool const kept = !request.output.empty();
    std::unique_ptr<store> const results = kept ? store::in(request.output, std::move(description), request.force)
                                                : store::temporary(std::move(description));

    std::uint64_t const cells_before = results->size();
    if (kept) results->begin_session({utc_now(), "", "", 0, environment_json(request.threads)});

    output_stream out(STDOUT_FILENO, "standard output");
    result_printer printer(request.print, *results, cells, out);
    progress shown(request.progress, cells.cells(), cells.cost());
    computed run;
    try {
        run = run_cells(*made, *results, cells, request.threads, shown, printer, out, !kept);
    } catch (machine_error const&) {
        if (kept) end_quietly(*results, cells_before);
        throw;
    }
    if (run.end == computation::interrupted) {
        out.flush();
        if (kept) {
            results->end_session(utc_now(), "interrupted", run.cells);
            publish_unfinished(*results, request.output);
        }
        say_interrupted(*results, cells.cells(), request.output);
        return exit_status::interrupted;
    }
    if (run.end == computation::unread) return exit_status::done;
    if (kept) results->end_session(utc_now(), "finished", run.cells);

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
