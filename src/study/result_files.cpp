#include "study/result_files.hpp"

#include "files/atomic_file.hpp"
#include "study/csv_line.hpp"
#include "study/environment.hpp"
#include "study/json.hpp"

namespace ulpfield::study {

std::string write_csv(store const& results, std::filesystem::path const& directory) {
    std::string const name = results.description().command + ".csv";
    atomic_file file((directory / name).string());
    std::string line;
    row names;
    auto const shown = static_cast<std::ptrdiff_t>(shown_columns(results.description().columns));
    for (column const& each : results.description().columns) names.push_back(each.name);
    names.resize(static_cast<std::size_t>(shown));
    append_csv(line, names);
    file.write(line);
    results.for_each([&](std::uint64_t, row const& values) {
        line.clear();
        append_csv(line, {values.begin(), values.begin() + shown});
        file.write(line);
    });
    file.publish();
    return name;
}

std::string seed_of(store_description const& description) {
    for (store_description::argument const& each : description.arguments)
        if (each.name == "--seed") return each.text;
    return {};
}

std::string write_provenance(store const& results, std::filesystem::path const& directory) {
    store_description const& description = results.description();
    auto const object_of = [](auto const& pairs) {
        json_object object;
        for (auto const& [name, value] : pairs) object.text(name, value);
        return object.str();
    };
    json_object arguments;
    for (store_description::argument const& each : description.arguments)
        // A flag has no text: it was given or not.
        arguments.raw(each.name, each.given && each.text.empty() ? "true" : json_string(each.text));
    json_object columns;
    for (column const& each : description.columns)
        if (each.shown()) columns.text(each.name, each.meaning);

    std::string sessions;
    std::string started;
    std::string ended;
    for (session const& each : results.sessions()) {
        if (started.empty() || each.started < started) started = each.started;
        if (each.ended > ended) ended = each.ended;
        sessions += (sessions.empty() ? "" : ", ") + json_object()
                                                         .text("started", each.started)
                                                         .text("ended", each.ended)
                                                         .text("outcome", each.ended.empty() ? "killed" : each.outcome)
                                                         .number("cells_computed", each.cells_computed)
                                                         .raw("environment", as_json(each.environment))
                                                         .str();
    }
    std::string const name = "provenance.json";
    atomic_file file((directory / name).string());
    file.write(indented_json(json_object()
                                 .text("command", command_line_of(description))
                                 .text("study", description.command)
                                 .text("seed", seed_of(description))
                                 .text("shard", to_string(description.part))
                                 .text("started", started)
                                 .text("ended", ended)
                                 .raw("cells", json_object()
                                                   .number("in_study", description.cells)
                                                   .number("finished", results.size())
                                                   .number("failed", results.failed())
                                                   .str())
                                 .raw("parameters", object_of(description.parameters))
                                 .raw("facts", object_of(description.facts))
                                 .raw("arguments", arguments.str())
                                 .raw("columns", columns.str())
                                 .raw("written_by", environment_json(0))
                                 .raw("sessions", "[" + sessions + "]")
                                 .str()) +
               "\n");
    file.publish();
    return name;
}

}  // namespace ulpfield::study
