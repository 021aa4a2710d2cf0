#include "study/csv_line.hpp"

namespace ulpfield::study {

void append_csv(std::string& text, row const& values) {
    bool first = true;
    for (std::string const& value : values) {
        if (!first) text += ',';
        first = false;
        if (value.find_first_of(",\"\r\n") == std::string::npos) {
            text += value;
            continue;
        }
        text += '"';
        for (char const character : value) {
            if (character == '"') text += '"';
            text += character;
        }
        text += '"';
    }
    text += '\n';
}

}  // namespace ulpfield::study
