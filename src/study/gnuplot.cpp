#include "study/gnuplot.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <vector>

#include "files/machine_words.hpp"
#include "study/display_text.hpp"
#include "study/output_stream.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {
namespace {

namespace fs = std::filesystem;

class descriptor {
public:
    explicit descriptor(int number) : number_(number) {}
    ~descriptor() { close(); }
    descriptor(descriptor const&) = delete;
    descriptor& operator=(descriptor const&) = delete;
    [[nodiscard]] int get() const { return number_; }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

private:
    int number_;
};

std::string script_of(figure const& what, picture_format format) {
    constexpr double pixels_per_inch = 100;
    switch (format) {
        case picture_format::svg:
            return fmt::format("set terminal svg noenhanced size {},{} font 'DejaVu Sans,13' background '#FFFFFF'\n",
                               what.width, what.height) +
                   plot_style() + what.script;
        case picture_format::png:
            return fmt::format(
                       "set terminal pngcairo noenhanced size {},{} font 'DejaVu Sans,10' background "
                       "'#FFFFFF'\n",
                       what.width, what.height) +
                   plot_style() + what.script;
        case picture_format::pdf:
            break;
    }
    return fmt::format(
               "set terminal pdfcairo noenhanced size {:.2f}in,{:.2f}in font 'DejaVu Sans,9' background "
               "'#FFFFFF'\n",
               what.width / pixels_per_inch, what.height / pixels_per_inch) +
           plot_style() + what.script;
}

std::string_view end_of(picture_format format) {
    return format == picture_format::svg ? "</svg>" : format == picture_format::png ? "IEND" : "%%EOF";
}

// A full disk does not make gnuplot fail: the picture must have its end.
bool complete(fs::path const& file, picture_format format) {
    std::ifstream picture(file, std::ios::binary | std::ios::ate);
    std::streamoff const size = picture.tellg();
    std::streamoff const tail = std::min<std::streamoff>(size, 32);
    if (tail <= 0) return false;
    picture.seekg(size - tail);
    std::string const end{std::istreambuf_iterator<char>(picture), std::istreambuf_iterator<char>()};
    return end.find(end_of(format)) != std::string::npos;
}

// The same figure is the same file: Cairo writes the time of drawing into a PDF and knows no way to leave it out. The
// new date has the length of the old one, as a PDF's table of offsets demands.
void set_fixed_date(fs::path const& file) {
    std::fstream picture(file, std::ios::binary | std::ios::in | std::ios::out);
    std::string const content{std::istreambuf_iterator<char>(picture), std::istreambuf_iterator<char>()};
    constexpr std::string_view before = "/CreationDate (D:";
    std::size_t const at = content.rfind(before);
    if (at == std::string::npos) return;
    std::size_t const digits = at + before.size();
    std::size_t const end = std::min(content.find_first_not_of("0123456789", digits), content.size());
    constexpr std::string_view date = "20000101000000";
    if (end - digits != date.size()) return;
    picture.clear();
    picture.seekp(static_cast<std::streamoff>(digits));
    picture.write(date.data(), static_cast<std::streamsize>(date.size()));
}

std::string first_line(int file) {
    std::array<char, 4096> buffer{};
    ssize_t const got = ::pread(file, buffer.data(), buffer.size(), 0);
    std::string_view said(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    // gnuplot repeats the line and points at it; the reason is the last line that is not blank.
    std::string last;
    while (!said.empty()) {
        std::size_t const end = std::min(said.find('\n'), said.size());
        std::string_view const line = said.substr(0, end);
        if (line.find_first_not_of(" \t^") != std::string_view::npos) last = line;
        said.remove_prefix(std::min(end + 1, said.size()));
    }
    return one_line(last.substr(std::min(last.find_first_not_of(' '), last.size())));
}

}  // namespace

drawing_outcome draw(figure const& what, picture_format format, fs::path const& file) {
    auto const failed = [&file](int error) {
        return drawing_outcome{drawing::failed, file.filename().string() + ": " + machine_words(error)};
    };
    fs::path const part = file.string() + ".part";
    descriptor picture(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (picture.get() < 0) return failed(errno);
    descriptor const complaints(memfd_create("gnuplot", MFD_CLOEXEC));
    int ends[2] = {-1, -1};
    if (complaints.get() < 0 || ::pipe2(ends, O_CLOEXEC) != 0) return failed(errno);
    descriptor reading(ends[0]);
    descriptor writing(ends[1]);

    // Not Boost.Process: version 1 of 1.81 needs the compiled Boost.Filesystem, version 2 does not compile without it.
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, reading.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, picture.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, complaints.get(), STDERR_FILENO);
    std::string name = "gnuplot";
    char* const arguments[] = {name.data(), nullptr};
    // A PDF tells when it was made: the same picture, the same bytes.
    std::string epoch = "SOURCE_DATE_EPOCH=0";
    std::vector<char*> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) variables.push_back(*variable);
    variables.push_back(epoch.data());
    variables.push_back(nullptr);
    pid_t child = 0;
    int const spawned = ::posix_spawnp(&child, name.c_str(), &actions, nullptr, arguments, variables.data());
    posix_spawn_file_actions_destroy(&actions);
    reading.close();
    picture.close();
    std::error_code ignored;
    if (spawned != 0) {
        fs::remove(part, ignored);
        if (spawned == ENOENT || spawned == EACCES) return {drawing::no_gnuplot, "no program `gnuplot` in PATH"};
        return failed(spawned);
    }
    {
        output_stream script(writing.get(), "gnuplot");
        script.write(script_of(what, format));
        script.flush();
    }
    writing.close();
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    std::string const said = first_line(complaints.get());
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !complete(part, format)) {
        fs::remove(part, ignored);
        return {drawing::failed,
                fmt::format("{}: gnuplot {}{}{}", file.filename().string(),
                            WIFSIGNALED(status) ? "was killed" : "could not draw it", said.empty() ? "" : ": ", said)};
    }
    if (format == picture_format::pdf) set_fixed_date(part);
    if (::rename(part.c_str(), file.c_str()) != 0) return failed(errno);
    return {};
}

}  // namespace ulpfield::study
