#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace ulpfield::study {

/// The text as a JSON string, quotes included; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

/// A JSON object, its members in the order they are added.
class json_object {
public:
    json_object& text(std::string_view name, std::string_view value) { return raw(name, json_string(value)); }
    json_object& number(std::string_view name, std::uint64_t value) { return raw(name, std::to_string(value)); }
    /// `value` is JSON itself.
    json_object& raw(std::string_view name, std::string_view value);
    [[nodiscard]] std::string str() const { return "{" + members_ + "}"; }

private:
    std::string members_;
};

/// JSON as it is; what is no JSON: as a JSON string.
[[nodiscard]] std::string as_json(std::string_view text);

/// The same JSON on indented lines; what is no JSON: as a JSON string.
[[nodiscard]] std::string indented_json(std::string_view json);

}  // namespace ulpfield::study
