#include "studies/verify/view_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "studies/verify/counterexample.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t countless = std::uint64_t{1} << 62;

std::uint64_t power(std::uint64_t base, std::int64_t exponent) {
    std::uint64_t result = 1;
    for (std::int64_t k = 0; k < exponent; ++k)
        if (__builtin_mul_overflow(result, base, &result) || result > countless) return countless;
    return result;
}

/// C(n, k), at most `countless`.
std::uint64_t binomial(std::uint64_t n, std::uint64_t k) {
    k = std::min(k, n - k);
    __extension__ unsigned __int128 result = 1;
    for (std::uint64_t j = 1; j <= k; ++j) {
        result = result * (n - k + j) / j;
        if (result > countless) return countless;
    }
    return static_cast<std::uint64_t>(result);
}

/// The plain and the scaled rule at one N, and the exact one to say which of them is wrong.
struct rules {
    rules(scaling_question const& question, int N, std::stop_token const& stop)
        : plain(make_local_rule(question.plain(), N, stop)),
          scaled(make_local_rule(question.scaled(N), N, stop)),
          exact(question.format.exact() ? nullptr : make_local_rule(question.exact(), N, stop)) {}

    void push(neuron_view view) const {
        plain->push(view);
        scaled->push(view);
    }
    void pop() const {
        plain->pop();
        scaled->pop();
    }
    [[nodiscard]] bool left_range() const { return plain->left_range() || scaled->left_range(); }

    /// Brings the exact rule to these memories.
    template <class Ask>
    auto with_exact(std::vector<neuron_view> const& views, Ask const& ask) const {
        if (!exact) return ask(*plain);
        for (neuron_view const view : views) exact->push(view);
        auto const answer = ask(*exact);
        for (std::size_t k = 0; k < views.size(); ++k) exact->pop();
        return answer;
    }

    std::unique_ptr<local_rule> plain, scaled, exact;
};

/// One of all views that add the same to every rule; what adds nothing anywhere is left out (a smaller K has it).
std::vector<neuron_view> different_views(rules const& all, int N, std::stop_token const& stop) {
    std::vector<neuron_view> kept;
    std::set<std::string> seen;
    for (neuron_view const view : all_views(N)) {
        throw_if_stopped(stop);
        all.push(view);
        std::string const here = all.plain->text() + " " + all.scaled->text() + " " +
                                 all.with_exact({view}, [](local_rule& rule) { return rule.text(); });
        bool const zero = all.plain->sign() == 0 && all.scaled->sign() == 0;
        all.pop();
        if (!zero && seen.insert(here).second) kept.push_back(view);
    }
    return kept;
}

/// The options with which `compare` shows a case; empty where it has no such rule.
std::string compare_options(scaling_question const& question, int N) {
    if (name(question.F) != name(question.scaled_F)) return {};
    std::optional<std::string> const scaling =
        question.shifted ? std::optional<std::string>("log") : question.alpha.compare_scaling(N);
    if (!scaling) return {};
    int n = 1;
    std::visit(
        [&n](auto const& F) {
            if constexpr (requires { F.n; }) n = F.n;
        },
        question.F);
    return fmt::format("--formats {} --interaction {} --n {} --scaling {}", question.format.name, name(question.F), n,
                       *scaling);
}

counterexample describe(rules const& all, std::vector<neuron_view> const& views, int N,
                        scaling_question const& question) {
    counterexample example = realise(views, N);
    example.values = {{"plain", all.plain->text()}, {"scaled", all.scaled->text()}};
    if (all.exact)
        example.values.insert(example.values.begin(),
                              {"exact", all.with_exact(views, [](local_rule& rule) { return rule.text(); })});
    example.compare = compare_options(question, N);
    return example;
}

}  // namespace

local_setting scaling_question::scaled(std::int64_t N) const {
    if (shifted) return {format, scaled_F, {1, 1}, scaling_way::shifted};
    bool const divided = alpha.what == scaling_factor::kind::divided_by_N;
    return {format, scaled_F, alpha.at(N), divided ? scaling_way::divided : scaling_way::multiplied};
}

std::vector<network_size> sizes_by_bits(std::vector<std::int64_t> const& N, std::vector<std::int64_t> const& K) {
    std::vector<network_size> sizes;
    for (std::int64_t const n : N)
        for (std::int64_t const k : K) sizes.push_back({n, k});
    std::stable_sort(sizes.begin(), sizes.end(), [](network_size const& a, network_size const& b) {
        return std::pair(a.N * a.K, a.N) < std::pair(b.N * b.K, b.N);
    });
    return sizes;
}

bool exhaustible(network_size const& size, std::uint64_t most) {
    return size.N * size.K + size.N <= 50 && view_sequences(size.N, size.K) <= most;
}

std::string sizes_text(std::vector<network_size> const& sizes, std::int64_t network_size::*part) {
    std::vector<std::int64_t> values;
    for (network_size const& size : sizes) values.push_back(size.*part);
    return list_text(values);
}

std::vector<neuron_view> all_views(int N) {
    std::vector<neuron_view> views;
    for (int R = N - 1; R >= 1 - N; R -= 2)
        for (int const zeta : {1, -1}) views.push_back({zeta, R});
    return views;
}

std::uint64_t view_sequences(std::int64_t N, std::int64_t K) { return power(static_cast<std::uint64_t>(2 * N), K); }

std::uint64_t multiplicity(std::vector<neuron_view> const& views, int N) {
    std::uint64_t product = static_cast<std::uint64_t>(N) << N;
    for (neuron_view const& view : views)
        product *= binomial(static_cast<std::uint64_t>(N - 1), static_cast<std::uint64_t>((N - 1 + view.R) / 2));
    return product;
}

void for_each_sequence(std::vector<neuron_view> const& views, std::int64_t K, bool ordered,
                       std::function<void(neuron_view)> const& push, std::function<void()> const& pop,
                       std::function<void(std::vector<neuron_view> const&)> const& leaf, std::stop_token const& stop) {
    std::vector<neuron_view> chosen;
    auto const descend = [&](auto const& self, std::size_t from) -> void {
        if (static_cast<std::int64_t>(chosen.size()) == K) {
            leaf(chosen);
            return;
        }
        for (std::size_t k = ordered ? 0 : from; k < views.size(); ++k) {
            throw_if_stopped(stop);
            chosen.push_back(views[k]);
            push(views[k]);
            self(self, k);
            pop();
            chosen.pop_back();
        }
    };
    descend(descend, 0);
}

finding smallest_counterexample(scaling_question const& question, std::vector<network_size> const& sizes,
                                std::uint64_t most, std::stop_token const& stop) {
    finding found;
    bool const ordered = !question.format.exact();
    std::map<std::int64_t, rules> all;
    std::map<std::int64_t, std::vector<neuron_view>> views;
    std::vector<std::int64_t> done_N;
    std::vector<std::int64_t> done_K;
    std::uint64_t budget = most;
    for (network_size const& size : sizes) {
        int const N = static_cast<int>(size.N);
        if (!holds_similarities(question.format, N)) continue;
        rules const& both = all.try_emplace(size.N, question, N, stop).first->second;
        auto const known = views.find(size.N);
        std::vector<neuron_view> const& choices =
            known != views.end() ? known->second : views.emplace(size.N, different_views(both, N, stop)).first->second;
        auto const count = static_cast<std::uint64_t>(choices.size());
        std::uint64_t const sums =
            count == 0 ? 0
            : ordered  ? power(count, size.K)
                       : binomial(count + static_cast<std::uint64_t>(size.K) - 1, static_cast<std::uint64_t>(size.K));
        if (sums > budget) continue;
        budget -= sums;
        // 2: the exact value is not 0; 1: the memories are distinct.
        int merit = -1;
        int const most_merit = size.K > 60 ? 2 : 3;
        for_each_sequence(
            choices, size.K, ordered, [&both](neuron_view view) { both.push(view); }, [&both] { both.pop(); },
            [&](std::vector<neuron_view> const& chosen) {
                if (both.left_range()) return;
                ++found.cases;
                if (both.plain->decision() == both.scaled->decision()) return;
                ++found.violated;
                if (merit >= most_merit) return;
                int const exact = both.with_exact(chosen, [](local_rule& rule) { return rule.sign(); });
                bool const scaled_is_wrong = (exact >= 0 ? 1 : -1) == both.plain->decision();
                int const strict = exact != 0 ? 2 : 0;
                if (!scaled_is_wrong || strict + 1 <= merit) return;
                counterexample example = describe(both, chosen, N, question);
                int const now = strict + (size.K <= 60 && distinct_memories(example) ? 1 : 0);
                if (now <= merit) return;
                found.example = std::move(example);
                merit = now;
            },
            stop);
        if (found.example) {
            found.N = std::to_string(size.N);
            found.K = std::to_string(size.K);
            return found;
        }
        done_N.push_back(size.N);
        done_K.push_back(size.K);
    }
    found.N = list_text(done_N);
    found.K = list_text(done_K);
    return found;
}

finding check_every_case(scaling_question const& question, std::vector<network_size> const& sizes, agreement wanted,
                         int n, std::stop_token const& stop) {
    finding found;
    for (network_size const& size : sizes) {
        int const N = static_cast<int>(size.N);
        if (!holds_similarities(question.format, N)) continue;
        rules const both(question, N, stop);
        ratio const alpha = question.alpha.at(size.N);
        long const exponent = n * (std::countr_zero(static_cast<std::uint64_t>(alpha.numerator)) -
                                   std::countr_zero(static_cast<std::uint64_t>(alpha.denominator)));
        for_each_sequence(
            all_views(N), size.K, true, [&both](neuron_view view) { both.push(view); }, [&both] { both.pop(); },
            [&](std::vector<neuron_view> const& chosen) {
                if (both.left_range()) return;
                std::uint64_t const count = multiplicity(chosen, N);
                found.cases += count;
                bool same = both.plain->decision() == both.scaled->decision();
                if (same && wanted == agreement::power_of_two_multiple) {
                    mpfr_value plain = both.plain->value();
                    mpfr_mul_2si(plain.get(), plain.get(), exponent, MPFR_RNDN);
                    same = mpfr_equal_p(plain.get(), both.scaled->value().get()) != 0;
                }
                if (same) return;
                found.violated += count;
                if (!found.example) found.example = describe(both, chosen, N, question);
            },
            stop);
    }
    return found;
}

}  // namespace ulpfield::study
