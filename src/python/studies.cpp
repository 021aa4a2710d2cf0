#include <pybind11/stl.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <tuple>

#include "python/charts.hpp"
#include "python/module.hpp"
#include "python/pattern_arrays.hpp"
#include "python/signal_check.hpp"
#include "python/text.hpp"
#include "studies/registry.hpp"
#include "study/gnuplot.hpp"
#include "study/messages.hpp"
#include "study/progress.hpp"
#include "study/session.hpp"
#include "ulpfield/files/attached_array.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/nearest_match.hpp"

namespace py = pybind11;

namespace ulpfield::python {
namespace {

using namespace ulpfield::study;

/// Asks for signals, and tells the callable `shown` (cells done, cells, a line of text) how far the run has come.
class python_watch final : public run_watch {
public:
    python_watch(py::object shown, std::vector<std::unique_ptr<attached_array>> const& arrays)
        : shown_(std::move(shown)), arrays_(&arrays) {}

    void begin(std::uint64_t cells, double cost) override {
        for (std::unique_ptr<attached_array> const& array : *arrays_)
            if (!array->used())
                throw std::invalid_argument(array->name() +
                                            ": an array is not accepted by this option, or has no part here");
        cells_ = cells;
        line_.emplace(progress_mode::never, cells, cost, true);
    }
    bool stop_requested() override { return signals_.raised(); }
    void found(double cost) override {
        ++done_;
        line_->found(cost);
    }
    void computed(double cost) override {
        ++done_;
        line_->computed(cost);
    }
    void advance() override {
        auto const now = progress::clock::now();
        if (now - last_ < std::chrono::milliseconds(100) || signals_.raised()) return;
        last_ = now;
        py::gil_scoped_acquire const gil;
        if (shown_.is_none()) return;
        try {
            shown_(done_, cells_, line_->line(now));
        } catch (py::error_already_set& error) {
            signals_.remember(std::move(error));
        }
    }

    [[nodiscard]] signal_check& signals() { return signals_; }

private:
    py::object shown_;
    std::vector<std::unique_ptr<attached_array>> const* arrays_;
    std::uint64_t cells_ = 0;
    std::uint64_t done_ = 0;
    std::optional<progress> line_;
    progress::clock::time_point last_ = progress::clock::now();
    signal_check signals_;
};

study_entry const& entry_of(std::string const& name) {
    std::vector<std::string> names;
    for (study_entry const& entry : registered_studies()) {
        if (entry.name == name) return entry;
        names.push_back(entry.name);
    }
    throw std::invalid_argument("no study '" + name + "'" + nearest_match(name, names));
}

py::list registered() {
    py::list all;
    for (study_entry const& entry : registered_studies()) {
        py::list options;
        std::size_t number = 0;
        for (option const& of : options_of(entry))
            options.append(
                py::make_tuple(of.name, of.value_name, of.default_value, of.help, number++ < entry.options.size()));
        all.append(py::make_tuple(entry.name, entry.question, options));
    }
    return all;
}

/// The options as the command line would have read them. A text that is none: not typed.
arguments arguments_of(study_entry const& entry, std::map<std::string, std::string> const& typed) {
    arguments given;
    for (option const& of : options_of(entry)) {
        auto const text = typed.find(of.name);
        given.set(of.name, text == typed.end() ? arguments::entry{of.default_value, false}
                                               : arguments::entry{text->second, true});
    }
    return given;
}

/// A finished session as Python sees it.
struct session_face {
    finished_session session;
    std::vector<std::string> notes;

    [[nodiscard]] py::list columns() const {
        py::list all;
        for (column const& of : session.columns) all.append(py::make_tuple(of.name, of.meaning, of.numeric));
        return all;
    }
    [[nodiscard]] py::list rows() const {
        py::list all;
        session.for_each_printed([&](row const& values) {
            py::tuple texts(values.size());
            for (std::size_t k = 0; k < values.size(); ++k) texts[k] = text_of(values[k]);
            all.append(std::move(texts));
        });
        return all;
    }
    [[nodiscard]] py::bytes csv() const {
        std::string text;
        {
            py::gil_scoped_release const free;
            text = session.csv();
        }
        return py::bytes(text);
    }
    [[nodiscard]] std::vector<figure> figures() const {
        py::gil_scoped_release const free;
        return session.study->figures(*session.rows);
    }
    [[nodiscard]] py::list files() const {
        py::list all;
        for (result_file const& of : session.study->files(*session.rows))
            all.append(py::make_tuple(of.name, py::bytes(of.content)));
        return all;
    }
};

/// (name, array, it is of type bfloat16) each; the list keeps the arrays. Dropped last first.
std::vector<std::unique_ptr<attached_array>> attach(py::list const& arrays) {
    std::vector<std::unique_ptr<attached_array>> all;
    for (py::handle const item : arrays) {
        auto const named = item.cast<std::tuple<std::string, py::array, bool>>();
        all.push_back(
            std::make_unique<attached_array>(std::get<0>(named), view_of(std::get<1>(named), std::get<2>(named))));
    }
    return all;
}

session_face run(std::string const& name, std::map<std::string, std::string> const& typed, py::list const& arrays,
                 py::object shown) {
    study_entry const& entry = entry_of(name);
    arguments const given = arguments_of(entry, typed);
    run_request const request = parse_run_request(given);
    std::vector<std::unique_ptr<attached_array>> attached = attach(arrays);
    python_watch watch(std::move(shown), attached);
    std::optional<finished_session> session;
    std::vector<std::string> notes;
    {
        py::gil_scoped_release const free;
        kept_messages said;
        session = run_session(entry, given, request, watch);
        notes = said.take();
    }
    while (!attached.empty()) attached.pop_back();
    if (watch.signals().keyboard_interrupt()) {
        std::string said = "interrupted after " + std::to_string(session->finished) + " of " +
                           std::to_string(session->cells) + " cells; ";
        said += request.output.empty() ? "nothing is kept without output="
                                       : "they are kept in " + request.output + ", and the same call resumes";
        PyErr_SetObject(PyExc_KeyboardInterrupt, text_of(said).ptr());
        throw py::error_already_set();
    }
    watch.signals().rethrow();
    return {std::move(*session), std::move(notes)};
}

/// The picture as gnuplot draws it; no gnuplot, or it cannot: machine_error that says why.
py::bytes drawn(figure const& of, bool svg) {
    std::string picture;
    {
        py::gil_scoped_release const free;
        namespace fs = std::filesystem;
        std::string folder = (fs::temp_directory_path() / "ulpfield-XXXXXX").string();
        if (mkdtemp(folder.data()) == nullptr) throw machine_error("no folder for a picture in " + folder);
        fs::path const file = fs::path(folder) / "figure";
        drawing_outcome const outcome = draw(of, svg ? picture_format::svg : picture_format::png, file);
        if (outcome.what == drawing::drawn) {
            std::ifstream bytes(file, std::ios::binary);
            picture.assign(std::istreambuf_iterator<char>(bytes), {});
        }
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        if (outcome.what != drawing::drawn) throw machine_error("no picture: " + outcome.reason);
    }
    return py::bytes(picture);
}

}  // namespace

void define_studies(py::module_& module) {
    module.def("studies", registered,
               "All studies: (name, question, options), an option (name, value, default, help, its own).");
    module.def("run_study", run, py::arg("name"), py::arg("typed"), py::arg("arrays"), py::arg("shown"));

    py::class_<figure>(module, "Drawing")
        .def_readonly("name", &figure::name)
        .def_readonly("caption", &figure::caption)
        .def_readonly("script", &figure::script)
        .def_readonly("width", &figure::width)
        .def_readonly("height", &figure::height)
        .def("chart", chart_of)
        .def("svg", [](figure const& of) { return drawn(of, true); })
        .def("png", [](figure const& of) { return drawn(of, false); });

    py::class_<session_face>(module, "Session")
        .def_property_readonly("columns", &session_face::columns)
        .def("rows", &session_face::rows)
        .def("csv", &session_face::csv)
        .def("figures", &session_face::figures)
        .def("files", &session_face::files)
        .def_property_readonly("command", [](session_face const& of) { return text_of(of.session.command); })
        .def_property_readonly("parameters",
                               [](session_face const& of) {
                                   py::dict all;
                                   for (auto const& [name, text] : of.session.parameters)
                                       all[text_of(name)] = text_of(text);
                                   return all;
                               })
        .def_property_readonly("verdict",
                               [](session_face const& of) {
                                   py::list all;
                                   for (std::string const& sentence : of.session.verdict.sentences)
                                       all.append(text_of(sentence));
                                   return all;
                               })
        .def_property_readonly("notes",
                               [](session_face const& of) {
                                   py::list all;
                                   for (std::string const& note : of.notes) all.append(text_of(note));
                                   return all;
                               })
        .def_property_readonly("violated", [](session_face const& of) { return of.session.verdict.violated; })
        .def_property_readonly("failures", [](session_face const& of) {
            py::list all;
            for (auto const& [cell, reason] : of.session.failures) all.append(py::make_tuple(cell, text_of(reason)));
            return all;
        });
}

}  // namespace ulpfield::python
