// The same command gives the same bytes of CSV, whatever the threads: studies/*/expected holds what it gave.
// Argument 1: the program; argument 2: the folder of the studies.
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/generated_digits.hpp"

namespace {

std::string output_of(std::string const& arguments) {
    std::string const program = boost::unit_test::framework::master_test_suite().argv[1];
    FILE* const pipe = popen((program + " " + arguments + " --print csv --progress never").c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    std::string text;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
    BOOST_TEST(pclose(pipe) == 0);
    return text;
}

std::string expected(std::string const& name) {
    std::ifstream file(std::string(boost::unit_test::framework::master_test_suite().argv[2]) + "/" + name);
    BOOST_REQUIRE(file.good());
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> fields(std::string const& line) {
    std::vector<std::string> all;
    std::istringstream rest(line);
    for (std::string field; std::getline(rest, field, ',');) all.push_back(field);
    return all;
}

/// The header of a CSV and those rows that have, in each column named, one of the values beside it.
std::string rows_of(std::string const& csv, std::map<std::string, std::set<std::string>> const& wanted) {
    std::istringstream lines(csv);
    std::string line;
    std::getline(lines, line);
    std::string kept = line + '\n';
    std::vector<std::string> const header = fields(line);
    while (std::getline(lines, line)) {
        std::vector<std::string> const row = fields(line);
        bool fits = true;
        for (std::size_t column = 0; column < header.size() && column < row.size(); ++column)
            if (auto const values = wanted.find(header[column]); values != wanted.end())
                fits = fits && values->second.contains(row[column]);
        if (fits) kept += line + '\n';
    }
    return kept;
}

}  // namespace

BOOST_AUTO_TEST_CASE(formats) { BOOST_TEST((output_of("formats") == expected("formats/expected/formats.csv"))); }

BOOST_AUTO_TEST_CASE(dynamics) {
    BOOST_TEST((output_of("dynamics --every 100") == expected("dynamics/expected/dynamics.csv")));
}

BOOST_AUTO_TEST_CASE(recall) {
    BOOST_TEST(
        (output_of("recall --model hopfield,hopfield-self,dam:3,exponential,exponential/N --N 30,100 --load 0.1,0.2 "
                   "--states memory,corrupted:0.2 --trials 20") == expected("recall/expected/recall.csv")));
}

BOOST_AUTO_TEST_CASE(exclusive_or) { BOOST_TEST((output_of("xor") == expected("xor/expected/xor.csv"))); }

BOOST_AUTO_TEST_CASE(compare_on_any_number_of_threads) {
    std::string const text = expected("compare/expected/trials-10.csv");
    BOOST_TEST((output_of("compare --trials 10 --threads 1") == text));
    BOOST_TEST((output_of("compare --trials 10 --threads 3") == text));
}

BOOST_AUTO_TEST_CASE(compare_every_formulation_and_interaction) {
    BOOST_TEST(
        (output_of("compare --trials 3 --N 30 --K 7 --n 2,5,12 --scaling raw,1/N,/N,2^-k,log,factored --formats "
                   "fp8e4m3,fp8e5m2,bf16,tf32,x87,fp128,e5m7,mpfr:70,exact --states corrupted:0.1,near-tie "
                   "--interaction polynomial,rectified,leaky:1/10,leaky+:1/10,exponential --order random --seed 7") ==
         expected("compare/expected/formulations.csv")));
}

BOOST_AUTO_TEST_CASE(verify_every_claim) {
    std::string const text = output_of("verify");
    BOOST_TEST((text == expected("verify/expected/verify.csv")));
    BOOST_TEST((text.find("UNEXPECTED") == std::string::npos));
}

BOOST_AUTO_TEST_CASE(boundary_on_any_number_of_threads) {
    std::string const text = expected("boundary/expected/boundary.csv");
    BOOST_TEST((output_of("boundary --threads 1") == text));
    BOOST_TEST((output_of("boundary --threads 3") == text));
}

// A thinner product gives the same rows; the long run gives all of them.
BOOST_AUTO_TEST_CASE(boundary_every_scaling) {
    std::string const rows = output_of(
        "boundary --N 9,100 --K 5000 --scaling raw,1/N,/N,2^-k,log,factored --similarity sqrt "
        "--formats fp8e4m3,bf16,fp64,mpfr:70,exact --interaction polynomial,leaky:1/4,exponential");
    BOOST_TEST((rows == rows_of(expected("boundary/expected/formulations.csv"),
                                {{"format", {"fp8e4m3", "bf16", "fp64", "mpfr:70", "exact"}},
                                 {"interaction", {"polynomial", "leaky:1/4", "exponential"}},
                                 {"N", {"9", "100"}}})));
}

BOOST_AUTO_TEST_CASE(boundary_every_scaling_and_interaction, *boost::unit_test::label("long")) {
    BOOST_TEST((
        output_of("boundary --N 2,9,20,100 --K 5000 --scaling raw,1/N,/N,2^-k,log,factored --similarity sqrt --formats "
                  "fp8e4m3,fp8e5m2,bf16,fp32,fp64,e5m7,mpfr:70,exact "
                  "--interaction polynomial,rectified,leaky:1/4,leaky+:1/100,exponential") ==
        expected("boundary/expected/formulations.csv")));
}

BOOST_AUTO_TEST_CASE(boundary_advice) {
    BOOST_TEST((output_of("boundary --advise --N 100 --K 1000 --n 10") == expected("boundary/expected/advice.csv")));
}

BOOST_AUTO_TEST_CASE(train_in_every_kind_of_format) {
    BOOST_TEST(
        (output_of("train --N 30 --K 10 --patterns 5 --n 3 --formulation original,modified --match-temperature yes "
                   "--inverse-temperature 2 --interaction polynomial,rectified,leaky:1/10,exponential --formats "
                   "bf16,fp16,fp32,fp64,x87,fp128,mpfr:100,e5m7 --epochs 6 --every 3") ==
         expected("train/expected/formats.csv")));
}

BOOST_AUTO_TEST_CASE(tune_on_any_number_of_threads) {
    std::string const command =
        "tune --N 30 --K 10 --patterns 5 --n 3,6 --inverse-temperature 0.5:8:log3 --learning-rate 0.05,0.5 --repeats 2 "
        "--epochs 20 --interaction polynomial,leaky+:1/100 --formats fp16,fp32,fp64 --batch 2 --momentum 0.25 "
        "--threads ";
    std::string const text = expected("tune/expected/small.csv");
    BOOST_TEST((output_of(command + "1") == text));
    BOOST_TEST((output_of(command + "3") == text));
}

BOOST_AUTO_TEST_CASE(classify_generated_digits_on_any_number_of_threads) {
    ulpfield::test::generated_digits const digits(200, 100);
    std::string const command =
        "classify --mnist " + digits.directory() +
        " --K 12 --n 3 --m 1 --epochs 16 --every 8 --inverse-temperature 2 --patterns 60 --batch 20 --test 50 --rule "
        "exact,feed-forward "
        "--formulation original,modified --match-temperature yes --formats bf16,fp32,fp64,fp128 --threads ";
    std::string const text = expected("classify/expected/generated.csv");
    BOOST_TEST((output_of(command + "1") == text));
    BOOST_TEST((output_of(command + "3") == text));
}

BOOST_AUTO_TEST_CASE(converge_on_generated_digits) {
    ulpfield::test::generated_digits const digits(200, 100);
    std::string const command =
        "converge --mnist " + digits.directory() +
        " --networks trained,stored,iid --states data,corrupted:0.1 --n 2,4 --K 5,20 --patterns 50 --epochs 10 --m 1 "
        "--learning-rate 0.04 "
        "--inverse-temperature 2 --epsilon 0,0.1,0.5 --recall-formats fp16,mpfr:100 --recall-digits 10 --update ";
    BOOST_TEST((output_of(command + "synchronous") == expected("converge/expected/generated.csv")));
    BOOST_TEST((output_of(command + "asynchronous") == expected("converge/expected/asynchronous.csv")));
}

BOOST_AUTO_TEST_CASE(converge_iid) {
    BOOST_TEST((output_of("converge --networks iid --N 100 --K 10,100,1000 --n 3 --iterations 0,1,5 --patterns 100") ==
                expected("converge/expected/iid.csv")));
}

BOOST_AUTO_TEST_CASE(classify_and_converge_on_the_real_digits) {
    if (std::getenv("ULPFIELD_MNIST") == nullptr) {
        BOOST_TEST_MESSAGE("ULPFIELD_MNIST is not set: the real digits are not tested");
        return;
    }
    BOOST_TEST((output_of("classify --patterns 2000 --test 1000 --K 30 --n 10 --m 3 --epochs 16 --every 8 --batch 50 "
                          "--formats fp32,fp64") == expected("classify/expected/mnist.csv")));
    BOOST_TEST(
        (output_of("converge --networks trained,stored --n 4,10 --K 30 --m 3 --learning-rate 0.04 --patterns 1000 "
                   "--test 500 --epochs 32 "
                   "--batch 25 --iterations 0,1,2 --epsilon 0.1,0.5,0.7") == expected("converge/expected/mnist.csv")));
}
