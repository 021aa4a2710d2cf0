// One training epoch (20 patterns, N = 100): the fast trainer, the definition, the loop of a textbook over patterns,
// neurons and memories with std::pow, and PyTorch on the processor (if Python has it; of the Python named by PYTHON,
// default python3) with the same rule by autograd: as Eq. 14 is printed, and with our algebra, the power of the full
// overlap shared by all neurons. CPU seconds of one thread; a ratio is the median of seven, each peer between two of
// ours. Also how many powers are subnormal, and what they cost.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "ulpfield/number/random_words.hpp"
#include "ulpfield/training/initial_memories.hpp"
#include "ulpfield/training/trainer.hpp"

namespace {

using namespace ulpfield;

constexpr std::size_t N = 100;
constexpr std::size_t P = 20;

double now() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// CPU seconds of one call, over some of them.
double seconds(auto const& work, int times) {
    double const start = now();
    for (int k = 0; k < times; ++k) work();
    return (now() - start) / times;
}

/// Loss and gradient of Eq. 14 (F = x^n, m = 1) as the formulas stand, then a step.
double textbook_epoch(std::vector<std::vector<double>>& zeta, std::vector<std::vector<double>> const& xi, int n,
                      double beta, double rate) {
    std::size_t const K = zeta.size();
    std::vector<std::vector<double>> gradient(K, std::vector<double>(N, 0.0));
    std::vector<double> slope_on(K);
    std::vector<double> slope_off(K);
    double loss = 0;
    for (std::size_t a = 0; a < P; ++a)
        for (std::size_t i = 0; i < N; ++i) {
            double u = 0;
            for (std::size_t mu = 0; mu < K; ++mu) {
                double R = 0;
                for (std::size_t j = 0; j < N; ++j)
                    if (j != i) R += zeta[mu][j] * xi[a][j];
                double const on = beta * (zeta[mu][i] + R);
                double const off = beta * (-zeta[mu][i] + R);
                u += std::pow(on, n) - std::pow(off, n);
                slope_on[mu] = n * std::pow(on, n - 1);
                slope_off[mu] = n * std::pow(off, n - 1);
            }
            double const C = std::tanh(u);
            double const error = xi[a][i] - C;
            loss += error * error;
            double const G = -2 * error * (1 - C * C) * beta;
            for (std::size_t mu = 0; mu < K; ++mu)
                for (std::size_t k = 0; k < N; ++k)
                    gradient[mu][k] +=
                        k == i ? G * (slope_on[mu] + slope_off[mu]) : G * (slope_on[mu] - slope_off[mu]) * xi[a][k];
        }
    for (std::size_t mu = 0; mu < K; ++mu) {
        double largest = 0;
        for (double const g : gradient[mu]) largest = std::max(largest, std::fabs(g));
        if (largest == 0) continue;
        for (std::size_t i = 0; i < N; ++i)
            zeta[mu][i] = std::min(1.0, std::max(-1.0, zeta[mu][i] - rate * gradient[mu][i] / largest));
    }
    return loss;
}

/// tanh of Eq. 14 in PyTorch: both arguments of every neuron.
char const* const as_printed =
    "    R=(x@z.T)[:,None,:]-x[:,:,None]*z.T[None]; v=z.T[None]\n"
    "    C=torch.tanh(((b*(v+R))**n-(b*(-v+R))**n).sum(2))\n";
/// The same with one power for all neurons and one for each.
char const* const with_shared_power =
    "    H=x@z.T\n"
    "    q=H[:,None,:]-2*x[:,:,None]*z.T[None]\n"
    "    C=torch.tanh(x*(((b*H)**n)[:,None,:]-(b*q)**n).sum(2))\n";

/// A Python that learns by the same rule in PyTorch; asked, it tells the CPU seconds of an epoch.
class torch_network {
public:
    torch_network(std::size_t K, int n, std::string const& answers) {
        std::string const program =
            "import torch,time,sys\n"
            "torch.set_num_threads(1)\n"
            "N,P,K,n=100,20," +
            std::to_string(K) + "," + std::to_string(n) +
            "\n"
            "g=torch.Generator().manual_seed(1)\n"
            "x=(2*torch.randint(0,2,(P,N),generator=g)-1).double(); z=(0.1*torch.randn(K,N,generator=g)).double()\n"
            "z.requires_grad_(True); b=0.9/N\n"
            "def epoch():\n" +
            answers +
            "    L=((x-C)**2).sum(); L.backward()\n"
            "    with torch.no_grad():\n"
            "        m=z.grad.abs().max(1,keepdim=True).values; m[m==0]=1\n"
            "        z.sub_(0.1*z.grad/m).clamp_(-1,1); z.grad=None\n"
            "for _ in range(10): epoch()\n"
            "for _ in sys.stdin:\n"
            "    t=time.process_time()\n"
            "    for _ in range(20): epoch()\n"
            "    print((time.process_time()-t)/20,flush=True)\n";
        std::array<int, 2> questions{};
        std::array<int, 2> answers_from{};
        if (pipe(questions.data()) != 0 || pipe(answers_from.data()) != 0) std::abort();
        python_ = fork();
        if (python_ == 0) {
            dup2(questions[0], 0);
            dup2(answers_from[1], 1);
            for (int const end : {questions[0], questions[1], answers_from[0], answers_from[1]}) close(end);
            if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(1);
            char const* const python = std::getenv("PYTHON");
            execlp(python != nullptr ? python : "python3", "python3", "-c", program.c_str(), nullptr);
            _exit(1);
        }
        close(questions[0]);
        close(answers_from[1]);
        questions_ = fdopen(questions[1], "w");
        answers_ = fdopen(answers_from[0], "r");
    }
    torch_network(torch_network const&) = delete;
    torch_network& operator=(torch_network const&) = delete;
    ~torch_network() {
        std::fclose(questions_);
        std::fclose(answers_);
        waitpid(python_, nullptr, 0);
    }

    /// Nothing without PyTorch.
    [[nodiscard]] std::optional<double> epoch() {
        std::array<char, 64> text{};
        if (std::fputs("go\n", questions_) == EOF || std::fflush(questions_) != 0 ||
            std::fgets(text.data(), text.size(), answers_) == nullptr)
            return std::nullopt;
        return std::stod(text.data());
    }

private:
    pid_t python_;
    std::FILE* questions_;
    std::FILE* answers_;
};

void compare(char const* format, std::size_t K, int n) {
    random_words words(1);
    std::vector<double> patterns;
    for (std::size_t k = 0; k < N * P; ++k) patterns.push_back((words() & 1) != 0 ? 1 : -1);
    auto const states = training_states::autoassociative(P, N, patterns);
    std::vector<double> const initial = draw_values({}, N * K, 1);
    training_setting setting;
    setting.format = parse_format(format);
    setting.F = polynomial{n};
    auto const fast = make_trainer(setting, states);
    setting.order = evaluation::definition;
    auto const slow = make_trainer(setting, states);
    slow->set_memories(K, initial);
    std::vector<double> all;
    auto const ours = [&] {
        fast->set_memories(K, initial);
        all.push_back(seconds([&] { static_cast<void>(fast->epoch({})); }, K < 100 ? 300 : 60));
        return all.back();
    };
    ours();
    std::printf("%s K=%zu n=%d:", format, K, n);
    // Between two of ours each: the machine may not be equally fast throughout.
    auto const compared_to = [&](auto const& peer) -> std::optional<double> {
        std::vector<double> ratios;
        for (int round = 0; round < 7; ++round) {
            double const before = ours();
            std::optional<double> const taken = peer();
            if (!taken) return std::nullopt;
            ratios.push_back(2 * *taken / (before + ours()));
        }
        return median(ratios);
    };
    auto const tell = [&](char const* peer, std::optional<double> const& ratio) {
        if (ratio)
            std::printf(" %s %.0f times,", peer, *ratio);
        else
            std::printf(" %s is not installed,", peer);
        std::fflush(stdout);
    };
    tell("definition",
         compared_to([&] { return std::optional(seconds([&] { static_cast<void>(slow->epoch({})); }, 1)); }));
    if (setting.format.precision == 53) {
        std::vector<std::vector<double>> zeta(K, std::vector<double>(N));
        std::vector<std::vector<double>> xi(P, std::vector<double>(N));
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t i = 0; i < N; ++i) zeta[mu][i] = initial[mu * N + i];
        for (std::size_t a = 0; a < P; ++a)
            for (std::size_t i = 0; i < N; ++i) xi[a][i] = patterns[a * N + i];
        tell("textbook loop", compared_to([&] {
                 return std::optional(seconds([&] { textbook_epoch(zeta, xi, n, 0.9 / N, 0.1); }, 1));
             }));
        torch_network printed(K, n, as_printed);
        tell("PyTorch as printed", compared_to([&] { return printed.epoch(); }));
        torch_network shared(K, n, with_shared_power);
        tell("PyTorch with the shared power", compared_to([&] { return shared.epoch(); }));
    }
    auto const [subnormal, powers] = fast->subnormals();
    std::printf(" %.1f us an epoch; %llu of %llu powers subnormal\n", median(all) * 1e6,
                static_cast<unsigned long long>(subnormal), static_cast<unsigned long long>(powers));
}

}  // namespace

/// Without arguments all cases, with K and n that one.
int main(int count, char** given) {
    signal(SIGPIPE, SIG_IGN);  // a Python without PyTorch ends before it is asked
    if (count == 3) {
        compare("fp64", std::stoul(given[1]), std::stoi(given[2]));
        return 0;
    }
    for (std::size_t const K : {std::size_t{20}, std::size_t{64}, std::size_t{256}})
        for (int const n : {3, 10, 30}) compare("fp64", K, n);
    for (int const n : {3, 30}) compare("fp32", 20, n);
}
