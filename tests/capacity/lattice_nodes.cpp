// The nodes that the search over arcs keeps are all nodes that matter: every one looked at by itself.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>
#include <string>
#include <tuple>

#include "capacity/crosstalk.hpp"
#include "capacity/lattice_nodes.hpp"
#include "capacity/table.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;

/// One memory's crosstalk tilted by theta, on a circle of L nodes.
std::vector<lattice_term> tilted(crosstalk_law const& law, double theta, std::uint64_t L) {
    std::vector<lattice_term> terms;
    double mean = 0;
    for (std::size_t i = 0; i < law.size.size(); ++i) {
        lattice_term x;
        x.exact = law.size[i];
        x.size = law.size[i].convert_to<double>();
        x.wrapped = law.size[i].convert_to<std::uint64_t>();
        x.reduced = static_cast<std::uint64_t>(integer(law.size[i] % L));
        double const weight = std::ldexp(law.ways[i].convert_to<double>(), static_cast<int>(1 - law.N));
        x.even = weight * std::cosh(theta * x.size);
        x.odd = weight * std::sinh(theta * x.size);
        mean += x.even;
        terms.push_back(x);
    }
    for (lattice_term& x : terms) {
        x.even /= mean;
        x.odd /= mean;
    }
    return terms;
}

double magnitude(std::vector<lattice_term> const& terms, std::uint64_t j, std::uint64_t L) {
    long double real = 0;
    long double imaginary = 0;
    for (lattice_term const& x : terms) {
        long double const angle = 2 * std::numbers::pi_v<long double> *
                                  static_cast<long double>(multiply_mod(x.reduced, j, L)) / static_cast<long double>(L);
        real += static_cast<long double>(x.even) * std::cos(angle);
        imaginary += static_cast<long double>(x.odd) * std::sin(angle);
    }
    return static_cast<double>(std::hypot(real, imaginary));
}

BOOST_AUTO_TEST_CASE(nodes_kept_are_all_that_matter) {
    for (auto const& [F, N, n] : {std::tuple{"polynomial", 12, 3},
                                  {"polynomial", 9, 4},
                                  {"polynomial", 21, 2},
                                  {"rectified", 14, 3},
                                  {"rectified", 8, 5},
                                  {"leaky:1/3", 10, 2},
                                  {"leaky+:2/5", 9, 3}}) {
        crosstalk_law const law = law_of_crosstalk(test::setting_of(F, N, n));
        double const largest = law.size.back().convert_to<double>();
        for (std::uint64_t const L : {997ULL, 4096ULL, 30011ULL})
            for (double const tilt : {0.0, 1.0, 4.0})
                for (double const least : {0.05, 0.3, 0.6, 0.9}) {
                    auto const terms = tilted(law, tilt / largest, L);
                    std::vector<std::uint64_t> const kept = nodes_that_matter(terms, L, least, 1e9);
                    std::size_t next = 0;
                    std::uint64_t missed = 0;
                    std::uint64_t for_nothing = 0;
                    for (std::uint64_t j = 0; j <= L / 2; ++j) {
                        bool const is_kept = next < kept.size() && kept[next] == j;
                        next += is_kept ? 1 : 0;
                        double const size = magnitude(terms, j, L);
                        missed += !is_kept && size >= least ? 1 : 0;
                        for_nothing +=
                            is_kept && size < least - 2e-3 ? 1 : 0;  // terms of little weight are passed over
                    }
                    BOOST_TEST(missed == 0U, F << " N=" << N << " n=" << n << " L=" << L << " tilt=" << tilt << " "
                                               << least << ": " << missed << " missed");
                    BOOST_TEST(for_nothing == 0U, F << " N=" << N << " L=" << L << " " << for_nothing);
                    BOOST_TEST(next == kept.size());
                }
    }
}

}  // namespace
