// One epoch of classification: 1000 digits (784 random pixels, 10 class neurons) in one minibatch, K = 256, rectified
// F = x^10, momentum and normalised steps; ours and PyTorch's on the processor (of the Python named by PYTHON, default
// python3, if it has PyTorch) with the same exact rule in the same precision, once by autograd and once with the
// gradient written out. CPU seconds of one thread. Also: what share of our time the two matrix products take, timed by
// themselves on the same shapes.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "training/fast_kernels.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/training/initial_memories.hpp"
#include "ulpfield/training/trainer.hpp"

namespace {

using namespace ulpfield;

constexpr std::size_t pixels = 784;
constexpr std::size_t classes = 10;
constexpr std::size_t N = pixels + classes;
constexpr std::size_t P = 1000;
constexpr std::size_t K = 256;
constexpr int n = 10;

double seconds(auto const& work, int times) {
    auto const now = [] {
        timespec t{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
    };
    work();
    double const start = now();
    for (int k = 0; k < times; ++k) work();
    return (now() - start) / times;
}

training_states digits() {
    random_words words(1);
    std::vector<double> const drawn = draw_values({initial_law::kind::uniform, {-1, 1}, {1, 1}}, P * pixels, 2);
    std::vector<double> states;
    std::vector<double> answers;
    for (std::size_t a = 0; a < P; ++a) {
        for (std::size_t i = 0; i < pixels; ++i) states.push_back(drawn[a * pixels + i]);
        std::size_t const label = words() % classes;
        for (std::size_t c = 0; c < classes; ++c) {
            states.push_back(-1);
            answers.push_back(c == label ? 1 : -1);
        }
    }
    return {P, N, pixels, N, std::move(states), std::move(answers)};
}

/// Seconds of the two products of an epoch, H = Z s and grad = W^T s.
template <class Real>
double products(training_states const& states) {
    fast_kernels<Real> const& kernels = best_fast_kernels<Real>();
    std::vector<Real> const zeta(N * K, Real(0.1));
    std::vector<Real> gradient(N * K);
    std::vector<Real> H(P * K);
    std::vector<Real> s;
    for (double const x : states.states()) s.push_back(static_cast<Real>(x));
    return seconds(
        [&] {
            kernels.overlaps(zeta.data(), s.data(), P, N, K, Real(0.001), H.data());
            kernels.add_others(gradient.data(), s.data(), H.data(), P, N, K);
        },
        10);
}

/// CPU seconds of an epoch in PyTorch by autograd and with the gradient written out; 0: no PyTorch.
std::array<double, 2> torch(std::string const& type) {
    std::string const program =
        "import torch,time\n"
        "torch.set_num_threads(1)\n"
        "P,N,K,n,C=1000,794,256,10,10\n"
        "torch.manual_seed(1)\n"
        "x=(2*torch.rand(P,N)-1)." +
        type +
        "(); x[:,-C:]=-1; s=x[:,-C:]\n"
        "t=-torch.ones(P,C)." +
        type +
        "(); t[torch.arange(P),torch.randint(0,C,(P,))]=1\n"
        "z=(-0.3+0.3*torch.randn(K,N))." +
        type +
        "().clamp_(-1,1); V=torch.zeros_like(z); b=1.47/N\n"
        "def step(g):\n"
        "    V.mul_(0.6).sub_(g); m=V.abs().max(1,keepdim=True).values.clamp_(min=1e-30)\n"
        "    z.add_(0.04*V/m).clamp_(-1,1)\n"
        "def autograd():\n"
        "    z.requires_grad_(True)\n"
        "    H=(b*x)@z.T; q=H[:,None,:]-(2*b*s)[:,:,None]*z[:,-C:].T[None]\n"
        "    u=s*((H.clamp(min=0)**n)[:,None,:]-q.clamp(min=0)**n).sum(2)\n"
        "    ((t-torch.tanh(u))**2).sum().backward()\n"
        "    g=z.grad; z.requires_grad_(False); z.grad=None; step(g)\n"
        "def by_hand():\n"
        "    H=(b*x)@z.T; q=(H[:,None,:]-(2*b*s)[:,:,None]*z[:,-C:].T[None]).clamp_(min=0); H.clamp_(min=0)\n"
        "    pH=H**(n-1); pq=q**(n-1)\n"
        "    c=torch.tanh(s*((H*pH).sum(1,keepdim=True)-(q*pq).sum(2)))\n"
        "    w=-2*(t-c)*(1-c*c)*b*n\n"
        "    W=pH*(w*s).sum(1,keepdim=True)-torch.bmm((w*s)[:,None,:],pq)[:,0]\n"
        "    g=W.T@x; g[:,-C:]+=2*(w[:,:,None]*pq).sum(0).T; step(g)\n"
        "for epoch in (autograd,by_hand):\n"
        "    epoch(); t0=time.process_time()\n"
        "    for _ in range(5): epoch()\n"
        "    print((time.process_time()-t0)/5)\n";
    char const* const python = std::getenv("PYTHON");
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe(
        popen((std::string(python != nullptr ? python : "python3") + " -c '" + program + "' 2>/dev/null").c_str(), "r"),
        pclose);
    std::array<double, 2> result{};
    std::array<char, 64> text{};
    for (double& each : result)
        if (pipe && std::fgets(text.data(), text.size(), pipe.get()) != nullptr) each = std::stod(text.data());
    return result;
}

template <class Real>
void compare(char const* format, std::string const& torch_type) {
    training_states const states = digits();
    training_setting setting;
    setting.format = parse_format(format);
    setting.F = rectified{n};
    setting.inverse_temperature = {397, 270};
    setting.learning_rate = {1, 25};
    setting.momentum = {3, 5};
    auto const network = make_trainer(setting, states);
    std::vector<double> initial = draw_values({initial_law::kind::normal, {-3, 10}, {3, 10}}, N * K, 1);
    network->set_memories(K, initial);
    double const ours = seconds([&] { static_cast<void>(network->epoch({})); }, 10);
    double const matrices = products<Real>(states);
    std::printf("%s: %.1f ms an epoch, matrix products %.0f %% of it", format, ours * 1e3, 100 * matrices / ours);
    auto const [autograd, by_hand] = torch(torch_type);
    if (autograd > 0)
        std::printf("; PyTorch by autograd %.1f times, with the gradient written out %.1f times", autograd / ours,
                    by_hand / ours);
    else
        std::printf("; PyTorch is not installed");
    std::printf("\n");
}

}  // namespace

int main() {
    compare<double>("fp64", "double");
    compare<float>("fp32", "float");
}
