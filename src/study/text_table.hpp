#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Rows as lines of text, columns as wide as their widest value. All rows are measured, then written.
class text_table {
public:
    /// `on_terminal`: numbers as column::on_terminal says, not with all their digits.
    explicit text_table(std::vector<column> const& columns, bool on_terminal = false);

    void measure(row const& values);
    /// Begins again, with numbers of more than 18 characters rounded to 12 significant digits.
    void measure_shortened();
    /// Leaves out the columns with one value in all rows, and says them: "N = 100, K = 20". At least one column stays,
    /// and a table of one row stays as it is.
    [[nodiscard]] std::string take_out_constants();
    /// Leaves out columns from the end until a line has at most `width` characters, and names them.
    [[nodiscard]] std::string fit(std::size_t width);
    [[nodiscard]] std::string head() const;
    [[nodiscard]] std::string line(row const& values) const;

    /// Characters of a line.
    [[nodiscard]] std::size_t width() const;
    /// True if a column of words alone is wider than half of `width`.
    [[nodiscard]] bool wordy(std::size_t width) const;
    /// A row as lines of its own: the first column, then "name: value" for the others, broken between words.
    [[nodiscard]] std::string record(row const& values, std::size_t width) const;
    /// The table turned: a line for each column, a column for each row; empty if that is wider than `width`, too.
    [[nodiscard]] std::string turned(std::vector<row> const& rows, std::size_t width) const;

private:
    struct measured {
        column words;
        std::size_t position;  // in a row
        std::size_t width;
        std::string only;  // the value of all rows so far
        bool varies = false;
    };
    template <class Text>
    [[nodiscard]] std::string joined(Text const& text) const;
    [[nodiscard]] std::string shown(column const& of, std::string const& value) const;

    std::vector<measured> columns_;
    std::size_t rows_ = 0;
    bool on_terminal_;
    bool shortened_ = false;
};

}  // namespace ulpfield::study
