// OpenBLAS' orders against results of the library and against its revealed trees.
#include "ulpfield/sum/openblas.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

#include "support/data_table.hpp"
#include "ulpfield/number/random_words.hpp"

using namespace ulpfield;
using sum::openblas;

namespace {

std::vector<float> terms_of(std::string const& text) {
    std::vector<float> terms;
    for (std::size_t at = 0; at < text.size(); at += 8)
        terms.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(std::stoul(text.substr(at, 8), nullptr, 16))));
    return terms;
}

/// A tree by its text: a list of indices, ranges and lists in brackets, added from the left.
template <class Real>
class tree {
public:
    tree(std::string const& text, std::vector<Real> const& x) : text_(text), x_(x) {}
    Real sum() {
        ++at_;  // (
        Real total = 0;
        bool first = true;
        auto const add = [&](Real term) {
            total = first ? term : total + term;
            first = false;
        };
        while (text_[at_] != ')') {
            if (text_[at_] == ' ' || text_[at_] == ';') {
                ++at_;
            } else if (text_[at_] == '(') {
                add(sum());
            } else {
                std::size_t const from = number();
                std::size_t to = from;
                std::size_t step = 1;
                if (text_.compare(at_, 2, "..") == 0) {
                    at_ += 2;
                    to = number();
                    if (text_[at_] == '/') {
                        ++at_;
                        step = number();
                    }
                }
                for (std::size_t i = from; i <= to; i += step) add(x_.at(i));
            }
        }
        ++at_;  // )
        return total;
    }

private:
    std::size_t number() {
        std::size_t value = 0;
        for (; text_[at_] >= '0' && text_[at_] <= '9'; ++at_)
            value = 10 * value + static_cast<std::size_t>(text_[at_] - '0');
        return value;
    }
    std::string const& text_;
    std::vector<Real> const& x_;
    std::size_t at_ = 0;
};

template <class Real>
void check_tree(test_data::table_row const& row, random_words& words) {
    std::vector<Real> x(std::stoul(row.at("n")));
    for (Real& term : x) term = static_cast<Real>(std::ldexp(static_cast<double>(words() >> 11) - 0x1p52, -52));
    auto const order = openblas::parse("openblas-" + row.at("kernel") + ":" + row.at("operation")).value();
    if (!order.unknown(x.size(), sizeof(Real) == 4).empty()) return;
    Real const expected = tree<Real>(row.at("tree"), x).sum();
    BOOST_TEST(order(std::span<Real const>(x)) == expected, order.name() << " " << row.at("format") << " " << x.size());
}

}  // namespace

BOOST_AUTO_TEST_CASE(results_of_the_library) {
    for (auto const& row : test_data::read_table("sum/openblas.csv")) {
        std::vector<float> const x = terms_of(row.at("terms"));
        std::vector<double> const wide(x.begin(), x.end());
        for (auto const& [operation, column] :
             {std::pair("dot", "dot_fp32"), std::pair("gemv", "gemv_fp32"), std::pair("gemm", "gemm_fp32"),
              std::pair("dot", "dot_fp64"), std::pair("gemm", "gemm_fp64")}) {
            auto const order = openblas::parse("openblas-" + row.at("kernel") + ":" + operation).value();
            std::string const bits = row.at(column);
            bool const fp32 = bits.size() == 8;
            if (!order.unknown(x.size(), fp32).empty()) continue;
            if (fp32)
                BOOST_TEST(order(std::span<float const>(x)) ==
                               std::bit_cast<float>(static_cast<std::uint32_t>(std::stoul(bits, nullptr, 16))),
                           order.name() << " fp32 " << x.size());
            else
                BOOST_TEST(order(std::span<double const>(wide)) ==
                               std::bit_cast<double>(std::uint64_t{std::stoull(bits, nullptr, 16)}),
                           order.name() << " fp64 " << x.size());
        }
    }
}

BOOST_AUTO_TEST_CASE(revealed_trees) {
    random_words words(20261205);
    for (auto const& row : test_data::read_table("sum/openblas_trees.csv"))
        if (row.at("format") == "fp32")
            check_tree<float>(row, words);
        else
            check_tree<double>(row, words);
}

BOOST_AUTO_TEST_CASE(names) {
    BOOST_TEST(openblas::parse("openblas-zen")->name() == "openblas-zen");
    BOOST_TEST(openblas::parse("openblas-skylakex:gemv")->name() == "openblas-skylakex:gemv");
    BOOST_TEST(openblas::parse("openblas-haswell:gemm")->name() == "openblas-haswell");
    for (char const* text :
         {"openblas", "openblas-", "openblas-p4", "openblas-zen:", "openblas-zen:mm", "Openblas-zen"})
        BOOST_TEST(!openblas::parse(text), text);
    std::vector<float> const five(5, 1.0F);
    BOOST_CHECK_THROW(static_cast<void>(openblas::parse("openblas-zen:gemv").value()(std::span<float const>(five))),
                      std::invalid_argument);
    BOOST_TEST(openblas::parse("openblas-zen").value()(std::span<float const>()) == 0.0F);
}
