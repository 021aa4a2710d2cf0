#include "study/session.hpp"

#include <algorithm>

#include "study/csv_line.hpp"
#include "study/environment.hpp"
#include "study/outputs.hpp"
#include "study/read_back.hpp"
#include "study/run_cells.hpp"
#include "study/runner.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

std::vector<option> options_of(study_entry const& entry) {
    std::vector<option> all = entry.options;
    for (option& common : common_options()) {
        auto const same = [&common](option const& own) { return own.name == common.name; };
        if (std::none_of(entry.options.begin(), entry.options.end(), same)) all.push_back(std::move(common));
    }
    return all;
}

void finished_session::for_each_printed(std::function<void(row const&)> const& visit) const {
    rows->for_each([&](std::uint64_t, row const& values) {
        if (printed)
            for (row const& one : printed(values)) visit(one);
        else
            visit({values.begin(), values.begin() + static_cast<std::ptrdiff_t>(columns.size())});
    });
}

std::string finished_session::csv() const {
    row names;
    for (column const& of : columns) names.push_back(of.name);
    std::string text;
    append_csv(text, names);
    for_each_printed([&text](row const& values) { append_csv(text, values); });
    return text;
}

finished_session run_session(study_entry const& entry, arguments const& typed, run_request const& request,
                             run_watch& watch) {
    prepared_study ready = prepare(entry, typed, request);
    arguments const& given = ready.given;
    std::unique_ptr<planned_study>& made = ready.made;
    cell_sequence const cells(*made, request.part);
    std::unique_ptr<store> const stored = open_store(describe(entry, given, *made, request.part), request);
    bool const kept = !request.output.empty();

    watch.begin(cells.cells(), cells.cost());
    computed const run = compute_kept(*made, *stored, cells, request, watch);
    finished_session session;
    session.interrupted = run.end == computation::stopped;
    if (kept && session.interrupted) publish_unfinished(*stored, request.output);
    auto rows = std::make_unique<held_results>(stored->columns());
    stored->for_each([&rows](std::uint64_t cell, row const& values) { rows->add(cell, values); });
    stored->for_each_failure(
        [&session](std::uint64_t cell, std::string const& reason) { session.failures.emplace_back(cell, reason); });
    session.command = command_line_of(stored->description());
    session.parameters = stored->description().parameters;
    session.cells = cells.cells();
    session.finished = stored->size();
    if (!session.interrupted) {
        session.verdict = read_back(*stored, [&] { return made->judge(*rows); });
        if (kept && !publish(entry, *made, *stored, session.verdict, request.output,
                             [&watch] { return watch.stop_requested(); }))
            session.interrupted = true;
    }
    session.rows = std::move(rows);
    if (std::optional<printed_table> other = made->printed()) {
        session.columns = std::move(other->columns);
        session.printed = std::move(other->rows);
    } else {
        session.columns = session.rows->columns();
        session.columns.resize(shown_columns(session.columns));
    }
    session.study = std::move(made);
    return session;
}

}  // namespace ulpfield::study
