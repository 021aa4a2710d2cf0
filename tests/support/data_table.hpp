#pragma once
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace ulpfield::test_data {

using table_row = std::map<std::string, std::string>;

/// The table tests/data/NAME: `#` lines skipped, first line the column names; one map (column -> text) per row.
inline std::vector<table_row> read_table(std::string const& name) {
    std::ifstream file(std::string(ULPFIELD_TEST_DATA) + "/" + name);
    if (!file) throw std::runtime_error("no test data " + name);
    std::vector<std::string> columns;
    std::vector<table_row> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::vector<std::string> cells;
        std::stringstream fields(line);
        for (std::string cell; std::getline(fields, cell, ',');) cells.push_back(cell);
        if (columns.empty()) {
            columns = cells;
            continue;
        }
        if (cells.size() != columns.size()) throw std::runtime_error(name + ": " + line);
        table_row& row = rows.emplace_back();
        for (std::size_t i = 0; i < cells.size(); ++i) row[columns[i]] = cells[i];
    }
    return rows;
}

}  // namespace ulpfield::test_data
