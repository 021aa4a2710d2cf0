#include "study/json.hpp"

#include <nlohmann/json.hpp>

namespace ulpfield::study {

std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

json_object& json_object::raw(std::string_view name, std::string_view value) {
    if (!members_.empty()) members_ += ", ";
    members_ += json_string(name) + ": " + std::string(value);
    return *this;
}

std::string as_json(std::string_view text) {
    return nlohmann::json::accept(text) ? std::string(text) : json_string(text);
}

std::string indented_json(std::string_view json) {
    auto const parsed = nlohmann::ordered_json::parse(json, nullptr, false);
    return parsed.is_discarded() ? json_string(json) : parsed.dump(2);
}

}  // namespace ulpfield::study
