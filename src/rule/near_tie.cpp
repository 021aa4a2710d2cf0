#include "ulpfield/rule/near_tie.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "rule/near_tie_catalogue.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield {

namespace {

/// Similarity of one memory with the chosen neuron left out, and its value there.
struct choice {
    int R = 0;
    int zeta = 1;
};

/// D(R) = F(R+1) - F(R-1), ordered and added exactly: integers, or where F is not rational enough bits that the descent
/// sees a difference (only the search uses them; what the search finds is judged by the oracle).
template <class Interaction>
class differences {
public:
    explicit differences(Interaction const& F) : F_(F) {}
    [[nodiscard]] mpfr_value const& at(int R) {
        auto const found = values_.find(R);
        if (found != values_.end()) return found->second;
        mpfr_value result(bits);
        if constexpr (rational_valued<Interaction>) {
            powers_of<integer> const one(integer(1));
            integer const D = F_.exact(integer(R + 1), one) - F_.exact(integer(R - 1), one);
            mpfr_set_z(result.get(), D.backend().data(), MPFR_RNDN);
        } else {
            format_scope<format_role::working> const scope({"", bits, mpfr_emin, mpfr_emax, false});
            using Real = mpfr_real<format_role::working>;
            Real const D = F_(Real(R + 1)) - F_(Real(R - 1));
            mpfr_set(result.get(), D.get(), MPFR_RNDN);
        }
        return values_.emplace(R, std::move(result)).first->second;
    }

    static constexpr mpfr_prec_t bits = 256;

private:
    Interaction F_;
    std::map<int, mpfr_value> values_;
};

/// A sum of N-1 random signs.
int random_similarity(std::size_t N, random_words& words) {
    int R = 0;
    for (std::size_t left = N - 1; left > 0;) {
        std::size_t const now = std::min<std::size_t>(left, 64);
        std::uint64_t const mask = now == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << now) - 1;
        R += 2 * std::popcount(words() & mask) - static_cast<int>(now);
        left -= now;
    }
    return R;
}

template <class Value>
void shuffle(std::vector<Value>& values, random_words& words) {
    for (std::size_t k = values.size(); k > 1; --k) std::swap(values[k - 1], values[uniform_below(words, k)]);
}

/// The R of N's parity with the smallest |D(R)|, the nearest to zero of several.
template <class Interaction>
int smallest_term(differences<Interaction>& D, std::size_t N, std::stop_token const& stop) {
    int const most = static_cast<int>(N) - 1;
    int best = most % 2;
    for (int magnitude = most % 2; magnitude <= std::min(most, 200); magnitude += 2) {
        throw_if_stopped(stop);
        for (int const R : {magnitude, -magnitude})
            if (mpfr_cmpabs(D.at(R).get(), D.at(best).get()) < 0) best = R;
    }
    return best;
}

template <class Interaction>
std::vector<choice> cancelling_pairs(Interaction const& F, std::size_t N, std::size_t K, random_words& words,
                                     std::stop_token const& stop) {
    differences<Interaction> D(F);
    std::vector<choice> result;
    for (std::size_t pair = 0; pair < K / 2; ++pair) {
        throw_if_stopped(stop);
        int const R = random_similarity(N, words);
        result.push_back({R, 1});
        result.push_back({R, -1});
    }
    if (K % 2 != 0) result.push_back({smallest_term(D, N, stop), (words() & 1) != 0 ? 1 : -1});
    shuffle(result, words);
    return result;
}

template <class Interaction>
std::vector<choice> descent(Interaction const& F, std::size_t N, std::size_t K, random_words& words,
                            std::stop_token const& stop) {
    differences<Interaction> D(F);
    std::vector<choice> result(K);
    mpfr_value sum(differences<Interaction>::bits);
    mpfr_set_zero(sum.get(), 1);
    auto const add = [](mpfr_value& to, mpfr_value const& D_R, int sign) {
        (sign > 0 ? mpfr_add : mpfr_sub)(to.get(), to.get(), D_R.get(), MPFR_RNDN);
    };
    for (choice& c : result) {
        throw_if_stopped(stop);
        c = {random_similarity(N, words), (words() & 1) != 0 ? 1 : -1};
        add(sum, D.at(c.R), c.zeta);
    }
    int const bound = std::min(static_cast<int>(N) - 1, 4 * static_cast<int>(std::sqrt(static_cast<double>(N))) + 4);
    std::size_t const steps = std::min<std::size_t>(100, 4 * K);
    for (std::size_t step = 0; step < steps && mpfr_zero_p(sum.get()) == 0; ++step) {
        throw_if_stopped(stop);
        choice& c = result[uniform_below(words, K)];
        mpfr_value rest = sum;
        add(rest, D.at(c.R), -c.zeta);
        for (int R = (static_cast<int>(N) - 1) % 2 == bound % 2 ? -bound : -bound + 1; R <= bound; R += 2)
            for (int const zeta : {1, -1}) {
                mpfr_value candidate = rest;
                add(candidate, D.at(R), zeta);
                if (mpfr_cmpabs(candidate.get(), sum.get()) >= 0) continue;
                sum = candidate;
                c = {R, zeta};
            }
    }
    return result;
}

/// Random patterns that have the chosen similarities with a random state at neuron i.
near_tie realise(std::vector<choice> const& choices, std::size_t N, random_words& words, std::stop_token const& stop) {
    bipolar_state state(N);
    for (auto& value : state) value = (words() & 1) != 0 ? 1 : -1;
    std::size_t const i = uniform_below(words, N);
    bipolar_patterns memories(choices.size(), N);
    std::vector<std::size_t> others;
    for (std::size_t j = 0; j < N; ++j)
        if (j != i) others.push_back(j);
    for (std::size_t mu = 0; mu < choices.size(); ++mu) {
        throw_if_stopped(stop);
        shuffle(others, words);
        auto const agreeing = static_cast<std::size_t>((static_cast<int>(N) - 1 + choices[mu].R) / 2);
        for (std::size_t k = 0; k < others.size(); ++k)
            memories.set(mu, others[k], k < agreeing ? state[others[k]] : -state[others[k]]);
        memories.set(mu, i, choices[mu].zeta);
    }
    return {std::move(memories), std::move(state)};
}

}  // namespace

near_tie make_near_tie(interaction const& F, std::size_t N, std::size_t K, std::uint64_t seed, std::uint64_t trial,
                       std::stop_token const& stop) {
    random_words words(mix_seed({seed, N, K, trial, 0x6e656172}));  // "near"
    std::vector<choice> const choices = std::visit(
        [&](auto const& f) {
            if constexpr (requires { f.n; })
                for (known_near_tie const& known : near_tie_catalogue())
                    if (trial == 1 && known.interaction == f.name() && known.n == f.n &&
                        static_cast<std::size_t>(known.N) == N && static_cast<std::size_t>(known.K) == K) {
                        std::vector<choice> result;
                        for (auto const& [R, count] : known.groups)
                            result.insert(result.end(), static_cast<std::size_t>(std::abs(count)),
                                          choice{R, count < 0 ? -1 : 1});
                        return result;
                    }
            return trial % 2 != 0 ? cancelling_pairs(f, N, K, words, stop) : descent(f, N, K, words, stop);
        },
        F);
    return realise(choices, N, words, stop);
}

bipolar_state near_tie_state(interaction const& F, memory_patterns const& zeta, std::uint64_t seed, std::uint64_t trial,
                             std::stop_token const& stop) {
    std::size_t const N = neurons(zeta);
    random_words words(mix_seed({seed, N, count(zeta), trial, 0x73746174}));  // "stat"
    bipolar_state state(N);
    for (auto& value : state) value = (words() & 1) != 0 ? 1 : -1;
    std::size_t const i = uniform_below(words, N);
    auto const exact = make_oracle(F, {1, 1}, zeta);
    exact->set_state(state);
    number_format const wide{"", 64, mpfr_emin, mpfr_emax, false};
    mpfr_value best = exact->round(i, wide);
    std::size_t const steps = std::min<std::size_t>(200, 4 * N);
    for (std::size_t step = 0; step < steps && mpfr_zero_p(best.get()) == 0; ++step) {
        throw_if_stopped(stop);
        std::size_t const j = uniform_below(words, N);
        if (j == i) continue;
        exact->flip(j);
        mpfr_value const now = exact->round(i, wide);
        if (mpfr_cmpabs(now.get(), best.get()) < 0) {
            best = now;
            state[j] = static_cast<std::int8_t>(-state[j]);
        } else {
            exact->flip(j);
        }
    }
    return state;
}

}  // namespace ulpfield
