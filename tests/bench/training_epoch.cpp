// One training epoch (20 patterns, N = 100): the fast trainer, the definition, the loop of a textbook over patterns,
// neurons and memories with std::pow, and PyTorch on the processor (if Python has it; of the Python named by PYTHON,
// default python3) with the same rule by autograd: as Eq. 14 is printed, and with our algebra, the power of the full
// overlap shared by all neurons. CPU seconds of one thread, medians; also how many powers are subnormal, and what they
// cost.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "kernels/training/initial_memories.hpp"
#include "kernels/training/trainer.hpp"
#include "ulpfield/study/seed.hpp"

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

/// Seconds of one call: the median over batches of some calls each.
double seconds(auto const& work, int times, int batches = 7) {
    std::vector<double> each;
    for (int batch = 0; batch < batches; ++batch) {
        double const start = now();
        for (int k = 0; k < times; ++k) work();
        each.push_back((now() - start) / times);
    }
    return median(each);
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

/// CPU seconds of an epoch of the same rule in PyTorch, or nothing.
double torch_epoch(std::size_t K, int n, std::string const& answers) {
    std::string const program =
        "import torch,time\n"
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
        "each=[]\n"
        "for _ in range(7):\n"
        "    t=time.process_time()\n"
        "    for _ in range(20): epoch()\n"
        "    each.append((time.process_time()-t)/20)\n"
        "print(sorted(each)[3])\n";
    char const* const python = std::getenv("PYTHON");
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe(
        popen((std::string(python != nullptr ? python : "python3") + " -c '" + program + "' 2>/dev/null").c_str(), "r"),
        pclose);
    std::array<char, 64> text{};
    if (pipe && std::fgets(text.data(), text.size(), pipe.get()) != nullptr) return std::stod(text.data());
    return 0;
}

void compare(char const* format, std::size_t K, int n) {
    random_words words(1);
    std::vector<double> patterns;
    for (std::size_t k = 0; k < N * P; ++k) patterns.push_back((words() & 1) != 0 ? 1 : -1);
    auto const states = training_states::autoassociative(P, N, patterns);
    std::vector<double> const initial = draw_values({}, N * K, 1);
    training_setting setting;
    setting.format = parse_format("", format);
    setting.F = polynomial{n};
    auto const fast = make_trainer(setting, states);
    fast->set_memories(K, initial);
    auto const epoch = [](trainer& network) { return [&network] { static_cast<void>(network.epoch({})); }; };
    int const times = K < 100 ? 300 : 100;
    static_cast<void>(seconds(epoch(*fast), times, 3));
    fast->set_memories(K, initial);
    // Before its peers, between them and after: the machine may not be equally fast throughout.
    std::vector<double> each{seconds(epoch(*fast), times)};
    setting.order = evaluation::definition;
    auto const slow = make_trainer(setting, states);
    slow->set_memories(K, initial);
    double const definition = seconds(epoch(*slow), 1, 3);
    auto const [subnormal, powers] = fast->subnormals();
    double textbook = 0;
    double torch = 0;
    double torch_shared = 0;
    if (setting.format.precision == 53) {
        std::vector<std::vector<double>> zeta(K, std::vector<double>(N));
        std::vector<std::vector<double>> xi(P, std::vector<double>(N));
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t i = 0; i < N; ++i) zeta[mu][i] = initial[mu * N + i];
        for (std::size_t a = 0; a < P; ++a)
            for (std::size_t i = 0; i < N; ++i) xi[a][i] = patterns[a * N + i];
        textbook = seconds([&] { textbook_epoch(zeta, xi, n, 0.9 / N, 0.1); }, 1, 5);
        each.push_back(seconds(epoch(*fast), times));
        torch = torch_epoch(K, n, as_printed);
        each.push_back(seconds(epoch(*fast), times));
        torch_shared = torch_epoch(K, n, with_shared_power);
    }
    each.push_back(seconds(epoch(*fast), times));
    double const ours = median(each);
    std::printf("%s K=%zu n=%d: %.1f us an epoch; definition %.0f times", format, K, n, ours * 1e6, definition / ours);
    if (textbook > 0) std::printf(", textbook loop %.0f times", textbook / ours);
    if (torch > 0)
        std::printf(", PyTorch %.0f times as printed and %.0f times with the shared power", torch / ours,
                    torch_shared / ours);
    else if (textbook > 0)
        std::printf(", PyTorch is not installed");
    std::printf("; %llu of %llu powers subnormal\n", static_cast<unsigned long long>(subnormal),
                static_cast<unsigned long long>(powers));
}

}  // namespace

int main() {
    for (std::size_t const K : {std::size_t{20}, std::size_t{64}, std::size_t{256}})
        for (int const n : {3, 10, 30}) compare("fp64", K, n);
    for (int const n : {3, 30}) compare("fp32", 20, n);
}
