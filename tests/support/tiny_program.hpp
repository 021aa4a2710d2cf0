#pragma once
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace ulpfield::test {

namespace fs = std::filesystem;

inline std::string content_of(fs::path const& file) {
    std::ifstream input(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
}

/// A directory of one's own for the time of a test.
class temporary_directory {
public:
    temporary_directory() {
        std::string name = (fs::temp_directory_path() / "ulpfield-test-XXXXXX").string();
        BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    temporary_directory(temporary_directory const&) = delete;
    temporary_directory& operator=(temporary_directory const&) = delete;
    ~temporary_directory() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] fs::path const& path() const { return path_; }
    [[nodiscard]] std::string operator/(std::string const& name) const { return (path_ / name).string(); }

private:
    fs::path path_;
};

/// Name of a program under test: argument `index` (from 1) of the test program.
inline std::string program_argument(int index) {
    auto const& suite = boost::unit_test::framework::master_test_suite();
    BOOST_REQUIRE_MESSAGE(index < suite.argc, "usage: test_... -- PROGRAM...");
    return suite.argv[index];
}

struct outcome {
    int status = -1;  ///< exit status; 128 + number after a signal
    std::string out;
    std::string err;
};

/// A program that runs; its standard output and error go to files.
class running {
public:
    struct surroundings {
        std::vector<std::string> environment;  ///< NAME=VALUE, set besides what is there
        rlim_t most_file_bytes = RLIM_INFINITY;
    };

    explicit running(std::vector<std::string> words) : running(std::move(words), surroundings{}) {}
    running(std::vector<std::string> words, surroundings const& around) {
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        std::string const out = files_ / "out";
        std::string const err = files_ / "err";
        child_ = fork();
        BOOST_REQUIRE(child_ >= 0);
        if (child_ > 0) return;
        for (std::string const& each : around.environment) putenv(const_cast<char*>(each.c_str()));
        rlimit const limit{around.most_file_bytes, RLIM_INFINITY};
        if (around.most_file_bytes != RLIM_INFINITY) setrlimit(RLIMIT_FSIZE, &limit);
        dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666), STDOUT_FILENO);
        dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666), STDERR_FILENO);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    running(running const&) = delete;
    running& operator=(running const&) = delete;
    ~running() {
        if (child_ <= 0) return;
        kill(child_, SIGKILL);
        waitpid(child_, nullptr, 0);
    }

    [[nodiscard]] std::string out_so_far() const { return content_of(files_.path() / "out"); }

    /// Nothing if it has ended: kill(0) would reach the test itself.
    void signal(int number) const {
        if (child_ > 0) kill(child_, number);
    }

    [[nodiscard]] bool ended() {
        if (child_ > 0 && waitpid(child_, &status_, WNOHANG) == child_) child_ = 0;
        return child_ == 0;
    }

    outcome wait() {
        if (child_ > 0) waitpid(child_, &status_, 0);
        child_ = 0;
        return {WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_), content_of(files_ / "out"),
                content_of(files_ / "err")};
    }

private:
    temporary_directory files_;
    pid_t child_ = -1;
    int status_ = 0;
};

/// Runs the program of argument 1 with these words, split at blanks.
inline std::vector<std::string> words_of(std::string const& text) {
    std::vector<std::string> words = {program_argument(1)};
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t const end = std::min(text.find(' ', begin), text.size());
        if (end > begin) words.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

inline outcome run_program(std::string const& text, running::surroundings const& around = {}) {
    return running(words_of(text), around).wait();
}

}  // namespace ulpfield::test
