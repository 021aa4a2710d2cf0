#include "study/json.hpp"

#include <nlohmann/json.hpp>

namespace ulpfield {

std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace ulpfield
