#include "study/environment.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gmp.h>
#include <gnu/libc-version.h>
#include <mpfr.h>
#include <sqlite3.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zlib.h>

#include <CLI/Version.hpp>
#include <boost/version.hpp>
#include <ctime>
#include <fstream>
#include <nlohmann/detail/abi_macros.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "commit.hpp"
#include "study/json.hpp"

namespace ulpfield::study {
namespace {

std::string cpu_name() {
    std::ifstream cpus("/proc/cpuinfo");
    for (std::string line; std::getline(cpus, line);)
        if (line.starts_with("model name")) return line.substr(std::min(line.find(": "), line.size() - 2) + 2);
    return "unknown";
}

std::vector<std::pair<std::string, std::string>> libraries() {
    return {
        {"GMP", gmp_version},
        {"MPFR", mpfr_get_version()},
        {"Boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
        {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
        {"CLI11", CLI11_VERSION},
        {"SQLite", sqlite3_libversion()},
        {"SQLiteCpp", SQLITECPP_VERSION},
        {"nlohmann-json", fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                                      NLOHMANN_JSON_VERSION_PATCH)},
        {"zlib", zlibVersion()},
        {"glibc", gnu_get_libc_version()},
    };
}

}  // namespace

std::string utc_now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

std::string version_text() {
    std::string versions;
    for (auto const& [name, version] : libraries())
        versions += fmt::format("{}{} {}", versions.empty() ? "" : ", ", name, version);
    return fmt::format("ulpfield {}\ncommit {}\ncompiler {}, {}\nlibraries {}\n", ULPFIELD_VERSION, ulpfield_commit,
                       ULPFIELD_COMPILER, ULPFIELD_FLAGS, versions);
}

std::string environment_json(unsigned threads) {
    json_object versions;
    for (auto const& [name, version] : libraries()) versions.text(name, version);
    utsname machine{};
    uname(&machine);
    json_object here;
    here.text("version", ULPFIELD_VERSION)
        .text("commit", ulpfield_commit)
        .text("compiler", ULPFIELD_COMPILER)
        .text("flags", ULPFIELD_FLAGS)
        .raw("libraries", versions.str())
        .text("host", machine.nodename)
        .text("system", fmt::format("{} {} {}", machine.sysname, machine.release, machine.machine))
        .text("cpu", cpu_name())
        .number("cores", std::thread::hardware_concurrency());
    if (threads > 0) here.number("threads", threads).number("process", static_cast<std::uint64_t>(getpid()));
    return here.str();
}

}  // namespace ulpfield::study
