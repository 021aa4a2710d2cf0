#include "python/charts.hpp"

#include <pybind11/stl.h>

#include "python/text.hpp"

namespace py = pybind11;

namespace ulpfield::python {
namespace {

using namespace ulpfield::study;
using py::literals::operator""_a;

template <class Items, class Make>
py::list list_of(Items const& items, Make const& make) {
    py::list all;
    for (auto const& item : items) all.append(make(item));
    return all;
}

py::list texts(std::vector<std::string> const& items) {
    return list_of(items, [](std::string const& item) { return text_of(item); });
}

py::dict axis_of(chart_axis const& axis) {
    constexpr char const* scales[] = {"linear", "log", "from zero"};
    return py::dict("label"_a = text_of(axis.label), "scale"_a = scales[static_cast<int>(axis.scale)],
                    "least"_a = axis.least, "most"_a = axis.most);
}

py::dict series(chart_series const& of, std::size_t number) {
    constexpr char const* looks[] = {"line and points", "line", "points", "intervals", "bare intervals", "shape"};
    std::size_t const style = of.style.value_or(number);
    return py::dict("title"_a = text_of(of.title), "look"_a = looks[static_cast<int>(of.look)],
                    "colour"_a = of.colour.empty() ? plot_colour(style) : of.colour,
                    "dash"_a = of.dash ? *of.dash - 1 : static_cast<int>(style),
                    "point"_a = of.point ? *of.point : static_cast<int>(style), "width"_a = of.width,
                    "points"_a = list_of(of.points, [](chart_point const& at) {
                        return py::make_tuple(text_of(at.x), text_of(at.y), text_of(at.lower), text_of(at.upper));
                    }));
}

py::dict panel_of(chart_panel const& of) {
    py::list curves;
    for (std::size_t k = 0; k < of.series.size(); ++k) curves.append(series(of.series[k], k));
    return py::dict("title"_a = text_of(of.title), "x"_a = axis_of(of.x), "y"_a = axis_of(of.y), "series"_a = curves,
                    "marks"_a = list_of(of.marks, [](chart_mark const& mark) {
                        return py::dict("x"_a = mark.x, "label"_a = text_of(mark.label), "colour"_a = mark.colour,
                                        "dash"_a = mark.dash - 1, "upright"_a = mark.upright);
                    }));
}

struct as_python {
    py::object operator()(std::monostate) const { return py::none(); }
    py::object operator()(line_chart const& of) const {
        return py::dict("kind"_a = "lines", "title"_a = text_of(of.title), "key_title"_a = text_of(of.key_title),
                        "panels"_a = list_of(of.panels, panel_of));
    }
    py::object operator()(value_maps const& of) const {
        return py::dict("kind"_a = "values", "title"_a = text_of(of.title), "value_label"_a = text_of(of.value_label),
                        "least"_a = of.least, "most"_a = of.most, "notes"_a = texts(of.notes), "columns"_a = of.columns,
                        "maps"_a = list_of(of.maps, [](value_map const& map) {
                            return py::dict("title"_a = text_of(map.title), "x_label"_a = text_of(map.x_label),
                                            "y_label"_a = text_of(map.y_label), "x_values"_a = map.x_values,
                                            "y_values"_a = map.y_values,
                                            "boxes"_a = list_of(map.boxes, [](auto const& line) {
                                                return list_of(line, [](value_map::box const& box) {
                                                    return py::make_tuple(box.value, text_of(box.mark));
                                                });
                                            }));
                        }));
    }
    py::object operator()(category_map const& of) const {
        return py::dict("kind"_a = "categories", "title"_a = text_of(of.title), "x_label"_a = text_of(of.x_label),
                        "y_label"_a = text_of(of.y_label), "x_values"_a = texts(of.x_values),
                        "y_values"_a = texts(of.y_values), "notes"_a = texts(of.notes),
                        "categories"_a = list_of(of.categories,
                                                 [](plot_category const& category) {
                                                     return py::make_tuple(text_of(category.name), category.colour);
                                                 }),
                        "boxes"_a = list_of(of.boxes, [](auto const& line) {
                            return list_of(line, [](category_map::box const& box) {
                                return py::make_tuple(box.category, text_of(box.mark));
                            });
                        }));
    }
};

}  // namespace

py::object chart_of(figure const& of) { return std::visit(as_python{}, of.shows); }

}  // namespace ulpfield::python
