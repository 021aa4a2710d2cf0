// The same bytes on every processor: commands of every study under a C library that is told that the processor has
// neither AVX2 nor FMA, and (suite emulated, where qemu-user is installed) on an emulated processor of 2008.
// Argument 1: the program.
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "support/generated_digits.hpp"

namespace {

using ulpfield::test::generated_digits;
using ulpfield::test::scratch_folder;

struct ending {
    std::string out;
    int status = -1;
};

ending run(std::string const& before, std::string const& arguments) {
    std::string const program = boost::unit_test::framework::master_test_suite().argv[1];
    FILE* const pipe = popen(
        (before + " " + program + " " + arguments + " --print csv --progress never --threads 1 2>&1").c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    ending result;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) result.out += static_cast<char>(c);
    result.status = pclose(pipe);
    return result;
}

/// Files that the commands read, and the commands.
struct surroundings {
    generated_digits digits{100, 50};
    scratch_folder folder;

    [[nodiscard]] std::vector<std::string> commands() {
        std::string const memories = folder.file("memories.csv", "0.5,-0.25,1,0.1\n-1,0.3,0.7,-0.2\n0.9,0.9,-0.4,1\n");
        std::string const learning =
            " --mnist " + digits.directory() + " --K 6 --m 3 --batch 20 --epochs 6 --every 3 --inverse-temperature 4 ";
        return {
            "formats",
            "compare --trials 2 --N 20 --K 5 --n 2,7 --formats fp16,fp64,mpfr:80 --scaling raw,1/N,log,factored "
            "--interaction polynomial,leaky,exponential",
            "compare --trials 3 --memories " + memories +
                " --n 3 --formats fp32,fp64 --scaling raw,1/N --states random --interaction rectified,exponential",
            "compare --trials 2 --N 12 --K 4 --n 4 --formats bf16,x87,fp128 --states near-tie,corrupted:0.1",
            "compare --trials 1 --N 300 --K 9 --n 4 --formats fp8e4m3,bf16,fp32,e9m20 --scaling raw,1/N,log --states "
            "corrupted:0.2",
            "boundary --N 10,20 --K 50 --formats fp16,fp64 --similarity sqrt",
            "boundary --N 9 --K 30 --formats bf16,fp32 --scaling log,factored,2^-k --interaction exponential,leaky:1/4",
            "boundary --advise --N 100 --K 100 --n 5", "verify --n 2,3 --N 2,3 --K 1,2 --formats fp16,fp64",
            "capacity --quantity p-error --N 40 --n 3 --K 20 --trials 300",
            "capacity --quantity p-error,p-tie --N 20 --n 2 --K 6 --interaction rectified,leaky:0.1 --trials 200",
            "capacity --quantity p-error --N 20 --n 2 --K 6 --interaction exponential --trials 200",
            "capacity --quantity k-max --N 20 --n 2,3 --delta 0.05 --trials 200",
            "capacity --quantity match,match-max --N 100 --K 10 --epsilon 0.1,0.3",
            "capacity --quantity mean,variance,kurtosis --N 30 --n 3",
            "capacity --quantity stable --N 12 --n 2 --K 3 --trials 300",
            "recall --model hopfield,dam:3,exponential --N 30 --load 0.1 --states memory,corrupted:0.2 --trials 4",
            "xor --formats fp16,fp64", "dynamics --every 300 --formats fp32,mpfr:60",
            "train --N 20 --K 7 --patterns 4 --n 3 --inverse-temperature 2 --interaction polynomial,leaky,exponential "
            "--formats bf16,fp32,fp64,fp128 --formulation original,modified --epochs 6 --every 2",
            "train --N 20 --K 7 --patterns 4 --n 3 --epochs 4 --initial uniform:-1:1 --batch 2 --momentum 0.3 --floor "
            "relative:0.01 --evaluation definition --formats fp16,fp64",
            "tune --N 20 --K 7 --patterns 4 --n 2,5 --inverse-temperature 0.5:8:log4 --learning-rate 0.1:1:lin3 "
            "--repeats 2 "
            "--epochs 8 --interaction leaky+",
            "classify" + learning + "--n 3 --formats fp32,fp64 --interaction rectified,exponential",
            // A network that amplifies a last bit.
            "classify --mnist " + digits.directory() +
                " --rule feed-forward --interaction exponential --n 1 --K 20 --m 30 --batch 20 --epochs 60 --every 2 "
                "--inverse-temperature 4,10 --repeats 3 --formats fp64,fp32",
            "converge --mnist " + digits.directory() +
                " --networks trained,stored,iid --n 3 --K 5 --patterns 20 --epochs 4 --m 1 --epsilon 0.1,0.5 "
                "--recall-formats fp16 --recall-digits 5 --interaction exponential"};
    }
};

void same_bytes(std::string const& before) {
    surroundings around;
    for (std::string const& command : around.commands()) {
        ending const here = run("", command);
        ending const there = run(before, command);
        BOOST_TEST(here.status == 0, command << ": " << here.out);
        BOOST_TEST(here.status == there.status, command << ": " << there.out);
        BOOST_TEST((here.out == there.out), before << " gives other bytes: " << command);
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_avx2_and_fma) { same_bytes("GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4"); }

BOOST_AUTO_TEST_SUITE(emulated, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(on_a_nehalem) {
    std::string const emulator =
        std::system("qemu-x86_64 -version >/dev/null 2>&1") == 0 ? "qemu-x86_64" : "qemu-x86_64-static";
    if (std::system((emulator + " -version >/dev/null 2>&1").c_str()) != 0) {
        BOOST_TEST_MESSAGE("qemu-user is not installed: no processor is emulated");
        return;
    }
    same_bytes(emulator + " -cpu Nehalem");
}

BOOST_AUTO_TEST_SUITE_END()
