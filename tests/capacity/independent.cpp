// Every quantity on parameters drawn here, against independent.py: the definitions once more in Python's rationals and
// mpmath, which share nothing with this library. Needs python3-mpmath (.ci/packages); without it the test fails.
#include <unistd.h>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "capacity/crosstalk.hpp"
#include "capacity/error_function.hpp"
#include "capacity/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/k_max.hpp"
#include "ulpfield/capacity/overlap.hpp"
#include "ulpfield/capacity/stable.hpp"
#include "ulpfield/number/random_words.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;
using test::agrees;

/// The lines independent.py answers to these requests.
std::vector<std::string> answers_of(std::vector<std::string> const& requests) {
    auto const file = std::filesystem::temp_directory_path() / ("ulpfield-requests-" + std::to_string(getpid()));
    {
        std::ofstream out(file);
        for (std::string const& request : requests) out << request << '\n';
    }
    std::string const command =
        std::string(ULPFIELD_PYTHON) + " '" + ULPFIELD_INDEPENDENT + "' < '" + file.string() + "'";
    std::vector<std::string> lines;
    std::string text;
    {
        std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe(popen(command.c_str(), "r"), pclose);
        std::array<char, 8192> buffer{};
        while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) text += buffer.data();
    }
    std::filesystem::remove(file);
    std::istringstream rows(text);
    for (std::string row; std::getline(rows, row);) lines.push_back(row);
    return lines;
}

/// Requests with what this library says to each, compared once all are there.
class comparison {
public:
    explicit comparison(std::uint64_t seed) : words_(seed) {}

    [[nodiscard]] std::int64_t draw(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(uniform_below(words_, static_cast<std::uint64_t>(high - low + 1)));
    }
    [[nodiscard]] std::string fraction(std::int64_t denominator) {
        return std::to_string(draw(1, denominator - 1)) + "/" + std::to_string(denominator);
    }
    [[nodiscard]] std::string function() {
        switch (draw(0, 3)) {
            case 0:
                return "polynomial";
            case 1:
                return "rectified";
            case 2:
                return "leaky:" + fraction(draw(2, 9));
            default:
                return "leaky+:" + fraction(draw(2, 9));
        }
    }

    /// `digits` of the answer's value `position` (0, 1, ...) must be those of `ours`.
    void expect(std::string const& request, std::string const& ours, int digits, std::size_t position = 0) {
        requests_.push_back(request);
        ours_.push_back({ours, digits, position});
    }

    void settle() const {
        std::vector<std::string> const lines = answers_of(requests_);
        BOOST_REQUIRE_MESSAGE(lines.size() == requests_.size(), "independent.py answered "
                                                                    << lines.size() << " of " << requests_.size()
                                                                    << " requests: is python3-mpmath installed?");
        for (std::size_t k = 0; k < lines.size(); ++k) {
            std::istringstream words(lines[k]);
            std::string value;
            for (std::size_t i = 0; i <= ours_[k].position; ++i) words >> value;
            BOOST_TEST(agrees(ours_[k].text, value, ours_[k].digits),
                       requests_[k] << ": ours " << ours_[k].text << ", independent " << value);
        }
    }

private:
    struct expected {
        std::string text;
        int digits;
        std::size_t position;
    };
    random_words words_;
    std::vector<std::string> requests_;
    std::vector<expected> ours_;
};

std::string text(std::int64_t number) { return " " + std::to_string(number); }

BOOST_AUTO_TEST_SUITE(independent_programs)

BOOST_AUTO_TEST_CASE(exact_laws_are_those_of_rationals_in_python) {
    comparison both(20240501);
    for (int round = 0; round < 24; ++round) {
        std::string const F = both.function();
        std::int64_t const N = both.draw(1, 11);
        std::int64_t const n = both.draw(1, 7);
        std::int64_t const K = both.draw(1, 5);
        setting const where = test::setting_of(F, N, n);
        bit_error const bit(where, K);
        std::string const request = "law " + F + text(N) + text(n) + text(K);
        both.expect(request, bit.error(method::exact, 40).text(), 40, 0);
        both.expect(request, bit.tie(method::exact, 40).text(), 40, 1);
        both.expect("moment " + F + text(N) + text(n) + " 2", crosstalk_moment(where, 2).str(), 50);
        both.expect("moment " + F + text(N) + text(n) + " 4", crosstalk_moment(where, 4).str(), 50);
    }
    // Few distinct values, more memories: the lattice sum's part.
    for (int round = 0; round < 5; ++round) {
        std::int64_t const N = both.draw(4, 8);
        std::int64_t const K = both.draw(12, 30);
        std::int64_t const n = both.draw(3, 4);
        bit_error const bit(test::power(N, n), K);
        std::string const request = "law polynomial" + text(N) + text(n) + text(K);
        both.expect(request, bit.error(method::exact, 30).text(), 30, 0);
        both.expect(request, bit.tie(method::exact, 30).text(), 30, 1);
    }
    both.settle();
}

BOOST_AUTO_TEST_CASE(closed_forms_are_those_of_mpmath) {
    comparison both(20240502);
    for (int round = 0; round < 15; ++round) {
        std::string const F = both.function();
        std::int64_t const N = both.draw(20, 300);
        std::int64_t const n = both.draw(2, 4);
        std::int64_t const K = both.draw(20, 1'000'000);
        setting const where = test::setting_of(F, N, n);
        bit_error const bit(where, K);
        std::string const at = F + text(N) + text(n);
        both.expect("gaussian " + at + text(K), bit.error(method::gaussian, 50).text(), 49);
        both.expect("leading " + at + text(K), bit.error(method::leading_order, 50).text(), 49);
        std::string const delta = both.fraction(both.draw(3, 200));
        bool const product = both.draw(0, 1) == 1;
        criterion const rule = product ? criterion::product : criterion::union_bound;
        both.expect("kmax-gaussian " + at + " " + delta + (product ? " product" : " union"),
                    k_max(where, test::number(delta), rule, method::gaussian, 50).text(), 49);
        both.expect("kmax-eq3 " + at, k_max(where, test::number(delta), rule, method::asymptotic, 50).text(), 49);
        std::string const argument = both.fraction(both.draw(2, 100'000));
        rational const x = test::number(argument);
        both.expect("erfc " + argument, proved_decimal([&] { return quantity{erfc(enclosure(x))}; }, 50), 49);
        both.expect("erfcinv " + argument, proved_decimal([&] { return quantity{erfc_inv(enclosure(x))}; }, 50), 49);
    }
    for (int round = 0; round < 6; ++round) {
        std::int64_t const N = both.draw(10, 40);
        std::int64_t const n = both.draw(2, 4);
        std::int64_t const K = both.draw(10, 100);
        bit_error const bit(test::power(N, n), K);
        std::string const request = text(N) + text(n) + text(K);
        // The larger of two: compared where it is Lugannani and Rice's.
        std::string const value = bit.error(method::saddlepoint, 25).text();
        if (value != bit.error(method::limit, 25).text()) both.expect("saddle" + request, value, 24);
        both.expect("limit polynomial" + text(N) + text(n + K % 7),
                    bit_error(test::power(N, n), n + K % 7).error(method::limit, 40).text(), 40);
        both.expect("limit rectified" + text(N) + text(n + K % 7),
                    bit_error(test::setting_of("rectified", N, n), n + K % 7).error(method::limit, 40).text(), 40);
    }
    both.settle();
}

BOOST_AUTO_TEST_CASE(exact_k_max_is_the_one_found_memory_by_memory) {
    comparison both(20240503);
    for (int round = 0; round < 10; ++round) {
        std::string const F = both.function();
        std::int64_t const N = both.draw(2, 7);
        std::int64_t const n = both.draw(1, 3);
        std::string const delta = both.fraction(both.draw(8, 30));
        if (test::number(delta) > rational(1, 4)) continue;  // few steps: each is a convolution in Python
        for (criterion const rule : {criterion::union_bound, criterion::product})
            both.expect("kmax-exact " + F + text(N) + text(n) + " " + delta +
                            (rule == criterion::product ? " product" : " union"),
                        k_max(test::setting_of(F, N, n), test::number(delta), rule, method::exact, 15).text(), 15);
    }
    both.settle();
}

BOOST_AUTO_TEST_CASE(overlaps_and_stability_are_those_of_enumeration) {
    comparison both(20240504);
    for (int round = 0; round < 16; ++round) {
        std::int64_t const N = both.draw(1, 60);
        std::int64_t const K = both.draw(1, 30);
        std::string const epsilon = both.fraction(both.draw(2, 20));
        for (std::string const sided : {"1", "2", "abs-max"}) {
            sides const which = sided == "1" ? sides::one : sided == "2" ? sides::two : sides::absolute_max;
            if (sided != "abs-max")
                both.expect("match" + text(N) + " " + epsilon + " " + sided,
                            overlap_match(N, test::number(epsilon), 0, which, method::exact, 40).text(), 40);
            both.expect("match-max" + text(N) + " " + epsilon + text(K) + " " + sided,
                        overlap_match(N, test::number(epsilon), K, which, method::exact, 40).text(), 40);
        }
    }
    for (int round = 0; round < 8; ++round) {
        std::string const F = both.function();
        std::int64_t const N = both.draw(1, 4);
        std::int64_t const K = both.draw(1, N == 4 ? 3 : 4);
        std::int64_t const n = both.draw(1, 5);
        both.expect("stable " + F + text(N) + text(n) + text(K),
                    all_bits_stable(test::setting_of(F, N, n), K, method::exact, 40).text(), 40);
    }
    both.settle();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
