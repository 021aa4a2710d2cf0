// Bad input ends with exit status 2, one message on standard error that names the option and what is wrong, and nothing
// on standard output. Argument 1: the program.
#include <sys/wait.h>

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/run_study.hpp"

using namespace ulpfield::test;

namespace {

struct outcome {
    int status;
    std::string out;
    std::string err;
};

outcome run(std::string const& arguments) {
    std::string const program = boost::unit_test::framework::master_test_suite().argv[1];
    temporary_file const err("stderr", "");
    FILE* const pipe = popen((program + " " + arguments + " 2> " + err.path()).c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    outcome result;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) result.out += static_cast<char>(c);
    result.status = WEXITSTATUS(pclose(pipe));
    std::ifstream file(err.path());
    result.err.assign(std::istreambuf_iterator<char>(file), {});
    return result;
}

void refused(std::string const& arguments, std::vector<std::string> const& named) {
    outcome const result = run(arguments);
    BOOST_TEST(result.status == 2, arguments << " -> " << result.status << "\n" << result.err);
    BOOST_TEST(result.out.empty(), arguments);
    std::istringstream lines(result.err);
    int messages = 0;  // besides what is said of each pattern file that could be read
    for (std::string line; std::getline(lines, line);)
        messages += line.find(" patterns (rows) of N = ") == line.npos ? 1 : 0;
    BOOST_TEST(messages == 1, arguments << "\n" << result.err);
    for (std::string const& word : named)
        BOOST_TEST((result.err.find(word) != std::string::npos), arguments << " does not name '" << word << "':\n"
                                                                           << result.err);
}

}  // namespace

BOOST_AUTO_TEST_CASE(words_that_are_no_values) {
    refused("", {"command"});
    refused("foo", {"foo"});
    refused("comapre", {"'comapre' (did you mean 'compare'?)"});
    refused("compare --format fp16", {"'--format' (did you mean '--formats'?)"});
    refused("compare --formast=fp16", {"did you mean '--formats'?"});
    refused("compare --print cvs", {"'cvs'", "did you mean 'csv'?"});
    refused("help comapre", {"did you mean 'compare'?"});
    refused("train --preset figrue-3", {"did you mean 'figure-3'?"});
    refused("capacity --method gausian", {"did you mean 'gaussian'?"});
    refused("verify --claim homogenity", {"did you mean 'homogeneity'?"});
    refused("recall --model hopfeild", {"did you mean 'hopfield'?"});
    refused("compare --foo 1", {"--foo"});
    refused("compare surplus", {"surplus"});
    refused("compare --formats fp17", {"--formats", "fp17", "mpfr:BITS"});
    refused("compare --formats mpfr:1", {"mpfr:1"});
    refused("compare --formats e16m3", {"e16m3"});
    refused("compare --formats ''", {"--formats"});
    refused("compare --formats fp16,,fp32", {"--formats"});
    refused("compare --scaling 1/n", {"--scaling", "1/n", "2^-k"});
    refused("compare --interaction cubic", {"--interaction", "cubic", "polynomial"});
    refused("compare --interaction leaky:-0.1", {"leaky:-0.1", "[0, 1]"});
    refused("compare --interaction leaky:1.5", {"leaky:1.5"});
    refused("compare --interaction leaky:abc", {"leaky:abc"});
    refused("compare --states sideways", {"--states", "sideways", "near-tie"});
    refused("compare --states corrupted:1.01", {"corrupted:1.01"});
    refused("compare --states corrupted:-0.1", {"corrupted:-0.1"});
    refused("compare --states corrupted:", {"corrupted:"});
    refused("compare --power cube", {"--power", "cube"});
    refused("compare --order backwards", {"--order"});
    refused("compare --relax maybe", {"--relax"});
    refused("compare --print xml", {"--print", "xml"});
    refused("compare --threads 0", {"--threads"});
    refused("compare --seed -1", {"--seed"});
    refused("compare --seed 1.5", {"--seed"});
    refused("compare --accumulate fp17", {"--accumulate", "fp17"});
    refused("compare --formats fp32 --accumulate fp16", {"--accumulate", "fp16"});
    refused("compare --formats fp32,exact --accumulate fp64", {"--accumulate"});
    refused("formats --formats nosuch", {"--formats", "nosuch"});
    refused("recall --model modern", {"--model", "modern", "hopfield"});
    refused("recall --load 0", {"--load"});
    refused("recall --K 3 --load 0.1", {"--K", "--load"});
    refused("recall --states random", {"--states", "random"});
    refused("xor --n 0", {"--n"});
    refused("xor --interaction cubic", {"--interaction", "cubic"});
    refused("dynamics --tau-h 0", {"--tau-h", "'0'"});
    refused("dynamics --step -0.1", {"--step", "-0.1"});
    refused("dynamics --beta 0", {"--beta"});
    refused("dynamics --inputs nan", {"--inputs", "nan"});
    refused("dynamics --formats exact", {"--formats", "exact"});
    refused("dynamics --model tanh", {"--model", "tanh", "modern"});
    refused("boundary --quantity finite", {"--quantity", "finite", "zero-term"});
    refused("boundary --similarity 0", {"--similarity", "sqrt"});
    refused("boundary --n 3", {"--n", "--advise"});
    refused("boundary --advise --N 100 --K 20", {"--advise", "--n"});
    refused("boundary --advise --N 2:9 --K 20 --n 3", {"--advise", "--N"});
    refused("boundary --formats mpfr:9999 --scaling factored", {"mpfr:9999", "4096"});
}

BOOST_AUTO_TEST_CASE(claims_and_their_options) {
    refused("verify --claim fermat", {"--claim", "fermat", "homogeneity"});
    refused("verify --claim homogeneity,", {"--claim"});
    refused("verify --alpha 0", {"--alpha", "1/N"});
    refused("verify --alpha 1/n", {"--alpha", "1/n"});
    refused("verify --alpha 1/10000000", {"--alpha"});
    refused("verify --eps 1.5", {"--eps", "[0, 1]"});
    refused("verify --formats fp17", {"--formats", "fp17"});
    refused("verify --n 0", {"--n"});
    refused("verify --N 10001", {"--N"});
    refused("verify --K 1.5", {"--K"});
    refused("verify --search soon", {"--search", "soon"});
    refused("verify --claim hopfield --eps 1/3", {"--eps", "leaky-scaling"});
    refused("verify --claim symmetry --search 3", {"--search", "update-scaling"});
    refused("verify --claim homogeneity --alpha 1/N", {"homogeneity"});
    refused("verify --list --claim hopfield", {"--claim", "--list"});
}

BOOST_AUTO_TEST_CASE(numbers_out_of_range) {
    for (char const* option : {"--n", "--N", "--K", "--trials"})
        for (char const* value : {"0", "-3", "abc", "1.5", "1e3", "99999999999999999999", "''", "nan"})
            refused(std::string("compare ") + option + " " + value, {option});
    refused("compare --n 10:2", {"--n", "10:2"});
    for (char const* option : {"--N", "--K"})
        for (char const* value : {"0", "1.5", "''", "10000001"})
            refused(std::string("boundary ") + option + " " + value, {option});
    refused("compare --n 2:10:0", {"--n"});
    refused("compare --n 2:", {"--n"});
    refused("compare --n 1:1000000", {"--n"});  // N^n of a million n at N = 100 has too many bits
    refused("compare --N 1000000 --K 100000000 --n 2", {"--N", "--K"});
    refused("compare --N 1000000 --n 1000000 --K 1", {"--n"});
    refused("compare --limit 5", {"--limit"});
}

BOOST_AUTO_TEST_CASE(hyperparameters_that_make_no_sense) {
    for (std::string const& command : {std::string("train"), std::string("tune")}) {
        refused(command + " --inverse-temperature 0", {"--inverse-temperature"});
        refused(command + " --learning-rate -1", {"--learning-rate"});
        refused(command + " --m 1.5", {"--m"});
        refused(command + " --K 0", {"--K"});
        refused(command + " --preset figure-0", {"--preset", "figure-0"});
        refused(command + " --formats exact", {"--formats", "exact"});
        refused(command + " --patterns /nonexistent/file.npy", {"--patterns", "/nonexistent/file.npy"});
    }
    BOOST_TEST(run("tune --preset list --print csv").out.find("figure-33-fine") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(digits_that_are_not_there) {
    ::unsetenv("ULPFIELD_MNIST");
    for (std::string const& command : {std::string("classify"), std::string("converge")}) {
        refused(command, {"--mnist", "ULPFIELD_MNIST", "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                          "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"});
        refused(command + " --mnist /nonexistent", {"--mnist", "/nonexistent", "train-images-idx3-ubyte"});
        refused(command + " --mnist /nonexistent --rule guess", {"--rule", "guess"});  // before any file is read
    }
    refused("converge --networks guess", {"--networks", "guess", "trained", "stored", "iid"});
    refused("converge --networks iid --epsilon 1", {"--epsilon", "below 1"});
    refused("converge --networks iid --states corrupted:2", {"--states", "corrupted:2"});
    refused("converge --networks iid --iterations 1001", {"--iterations", "1001"});
    refused("converge --networks iid --K 0", {"--K"});
    refused("converge --networks iid --N 784 --K 100000", {"--K", "100000"});
    // What has no effect is refused.
    for (std::string const option :
         {"--epochs 3", "--m 2", "--batch 10", "--formats fp32", "--rule exact", "--test 10", "--learning-rate 0.1",
          "--weights sign", "--recall-formats fp16", "--class-weights free", "--mnist /nonexistent", "--ramp 1:3"})
        refused("converge --networks iid " + option, {option.substr(0, option.find(' ')), "trained"});
    refused("converge --networks iid --recall-digits 3", {"--recall-digits", "--recall-formats"});
    BOOST_TEST(run("classify --preset list --print csv").out.find("krotov-hopfield") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_used) {
    temporary_file const empty("empty.csv", "");
    temporary_file const ragged("ragged.csv", "1,-1,1\n1,-1\n");
    temporary_file const nan("nan.csv", "1,nan,1\n");
    temporary_file const large("large.csv", "1,2,1\n");
    temporary_file const words("words.csv", "1,one,1\n");
    temporary_file const real("real.csv", "1,0.5,1\n");
    temporary_file const good("good.csv", "1,-1,1\n-1,-1,1\n");
    temporary_file const four("four.csv", "1,-1,1,1\n");
    temporary_file const truncated("truncated.npy", std::string("\x93NUMPY\x01\x00", 8) + "v");
    temporary_file const wrong("wrong.npy", "this is no numpy file at all");
    for (std::string const& option : {std::string("--memories"), std::string("--states")}) {
        refused("compare " + option + " /nonexistent/file.npy", {option, "/nonexistent/file.npy"});
        for (auto const* file : {&empty, &ragged, &nan, &words, &truncated, &wrong})
            refused("compare " + option + " " + file->path(), {option, file->path()});
        refused("compare " + option + " /", {option});
    }
    for (auto const* file : {&large, &real}) refused("compare --states " + file->path(), {"--states", file->path()});
    refused("compare --memories " + good.path() + " --states " + four.path(), {"--states", "N"});
    refused("compare --memories " + good.path() + " --N 5", {"--N", "5"});
    refused("compare --memories " + good.path() + " --K 7", {"--K", "7"});
    refused("compare --memories " + good.path() + " --limit 3", {"limit"});
    refused("compare --states " + good.path() + " --trials 9", {"--trials"});
}

BOOST_AUTO_TEST_CASE(places_that_cannot_be_written) {
    temporary_file const file("a-file", "x");
    refused("compare --n 2 --trials 1 --output " + file.path(), {"--output"});
    refused("compare --n 2 --trials 1 --output " + file.path() + "/below", {"--output"});
    refused("compare --n 2 --trials 1 --output /proc/nothing", {"--output"});
}

BOOST_AUTO_TEST_CASE(help_and_version) {
    BOOST_TEST(run("help compare").out == run("compare --help").out);
    BOOST_TEST(run("help").out == run("--help").out);
    std::string const version = run("--version").out;
    BOOST_TEST(version == run("-V").out);
    BOOST_TEST(version.starts_with("ulpfield "));
    for (std::string const word :
         {"\ncommit ", "\ncompiler ", "-ffp-contract=off", "\nlibraries GMP ", "MPFR ", "SQLite "})
        BOOST_TEST((version.find(word) != std::string::npos), word << " is not in " << version);
}

BOOST_AUTO_TEST_CASE(good_input_is_accepted) {
    outcome const result = run("compare --N 10 --K 3 --n 2,3 --formats fp16 --scaling raw --trials 2 --print csv");
    BOOST_TEST(result.status == 0);
    BOOST_TEST(result.out.starts_with(
        "format,scaling,interaction,n,N,K,states,trials,decisions,wrong,ties,ties_broken,overflow,nan,underflow,"
        "vanished,bits_lost_median,bits_lost_max,relaxations,wrong_endings\n"));
    BOOST_TEST(result.out ==
               run("compare --N 10 --K 3 --n 2,3 --formats fp16 --scaling raw --trials 2 --print csv --threads 1").out);
}
