#include "study/runner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "study/compute.hpp"
#include "study/messages.hpp"
#include "study/signals.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {

store_description describe(study_entry const& entry, arguments const& given, study const& made, shard const& part) {
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
    std::unique_ptr<study> const made = entry.make(given);
    cell_sequence const cells(*made, request.part);
    store_description description = describe(entry, given, *made, request.part);
    bool const kept = !request.output.empty();
    std::unique_ptr<store> const results = kept ? store::in(request.output, std::move(description), request.force)
                                                : store::temporary(std::move(description));

    output_stream out(STDOUT_FILENO, "standard output");
    result_printer printer(request.print, *results, cells, out);
    progress shown(request.progress, cells.cells(), cells.cost());
    computed const run = compute_missing(*made, *results, cells, request.threads, shown, printer, out, !kept);
    if (run.end == computation::interrupted) {
        out.flush();
        say_interrupted(*results, cells.cells(), request.output);
        return exit_status::interrupted;
    }
    if (run.end == computation::unread) return exit_status::done;

    judgement const verdict = made->judge(*results);
    printer.finish(verdict);
    say_failures(*results);
    if (verdict.violated) {
        if (request.print != print_format::table) say_violated(verdict);
        return exit_status::violated;
    }
    return results->failed() > 0 ? exit_status::incomplete : exit_status::done;
}

}  // namespace ulpfield
