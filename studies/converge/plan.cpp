#include "studies/converge/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "studies/converge/presets.hpp"
#include "study/library_values.hpp"
#include "study/list.hpp"
#include "study/real_list.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_entries = 50'000'000;

std::vector<memory_source> parse_memories(std::string const& text) {
    std::vector<memory_source> all;
    for (std::string const& item : split_list("--networks", text)) {
        std::string const word = parse_choice("--networks", item, {"trained", "stored", "iid"});
        memory_source const source = word == "trained"  ? memory_source::trained
                                     : word == "stored" ? memory_source::stored
                                                        : memory_source::iid;
        if (std::find(all.begin(), all.end(), source) == all.end()) all.push_back(source);
    }
    return all;
}

recall_start parse_start(std::string const& item) {
    if (item == "data") return {recall_start::kind::data, {0, 1}, "data"};
    if (item == "memory") return {recall_start::kind::memory, {0, 1}, "memory"};
    if (item.starts_with("corrupted:"))
        if (auto const P = parse_ratio(item.substr(10)); P && P->numerator >= 0 && P->numerator <= P->denominator)
            return {recall_start::kind::corrupted, *P, item};
    throw usage_error(fmt::format(
        "--states: '{}' is not accepted; accepted: data, memory, corrupted:P (P from 0 to 1, at most 18 digits)",
        item));
}

/// One value only: the table has no column for more.
void need_one(std::string_view option_name, std::size_t count) {
    if (count != 1)
        throw usage_error(
            fmt::format("{}: {} values; accepted: one (the table has no column for it)", option_name, count));
}

/// An option that could change nothing is a mistake of the one who typed it.
void refuse_without_effect(arguments const& given, std::vector<memory_source> const& sources) {
    auto const asked = [&](memory_source source) {
        return std::find(sources.begin(), sources.end(), source) != sources.end();
    };
    if (given.given("--recall-digits") && given.text("--recall-formats") == "none")
        throw usage_error("--recall-digits: no format to recall in; add --recall-formats");
    if (asked(memory_source::trained)) return;
    for (option const& each : converge_options()) {
        static constexpr std::string_view everywhere[] = {"--networks", "--states",     "--iterations", "--update",
                                                          "--epsilon",  "--n",          "--K",          "--patterns",
                                                          "--N",        "--interaction"};
        if (!given.given(each.name) ||
            std::find(std::begin(everywhere), std::end(everywhere), each.name) != std::end(everywhere))
            continue;
        if (each.name == "--mnist" && asked(memory_source::stored)) continue;
        throw usage_error(
            each.name == "--mnist"
                ? std::string("--mnist: iid patterns need no digits; add --networks trained or stored, or leave it out")
                : fmt::format("{}: only trained networks have it; add --networks trained, or leave it out", each.name));
    }
}

}  // namespace

std::string_view name(memory_source memories) {
    return memories == memory_source::trained ? "trained" : memories == memory_source::stored ? "stored" : "iid";
}

std::string states_text(converge_cell const& cell) {
    return fmt::format("{}:{}", name(cell.memories), cell.start.name);
}

std::vector<option> converge_options() {
    std::vector<option> options = digit_training_options({{"--n", "2,4,8,16"},
                                                          {"--K", "500"},
                                                          {"--patterns", "1000"},
                                                          {"--m", "10"},
                                                          {"--learning-rate", "0.2"},
                                                          {"--epochs", "50"},
                                                          {"--batch", "100"}});
    std::erase_if(options, [](option const& each) { return each.name == "--repeats"; });
    for (option& each : options)
        if (each.name == "--patterns")
            each.help = "digits to learn from and to recall, equally many of each class; iid: trials";
    std::vector<option> const own = {
        {"--networks", "LIST", "trained,stored,iid",
         "memories: trained (pixel weights of a network that learned the digits), stored (the first K digits), iid "
         "(random bits, new ones for every trial)"},
        {"--states", "LIST", "data",
         "where recall starts: data (the digits; iid: a random state), memory or corrupted:P (stored and iid only)"},
        {"--N", "INTEGER", "784", "neurons of iid patterns alone; with digits their pixels"},
        {"--iterations", "LIST", "0,1,2,5", "iterations of the update rule after which it is looked, 0 to 1000"},
        {"--update", "NAME", "synchronous", "synchronous (Definition 3.1) or asynchronous (Eq. 1; neuron 1..N)"},
        {"--epsilon", "LIST", "0:0.95:lin20", "tolerances of Definition 3.2, 0 to below 1"},
        {"--weights", "real|sign", "real", "trained memories as they are, or their signs (Definition 3.1: -1 and +1)"},
        {"--recall-formats", "LIST", "none",
         "formats in which trained networks recall as well: metric elsewhere:FORMAT; none, or as --formats"},
        {"--recall-digits", "COUNT", "100", "digits recalled in those formats, the first so many"}};
    options.insert(options.begin(), own.begin(), own.end());
    return options;
}

converge_plan read_converge_plan(arguments const& typed) {
    converge_plan plan;
    arguments given = with_preset(typed, true, converge_presets());
    given.set("--repeats", {"1", false});
    given.set("--preset", {"", false});
    plan.seed = std::stoull(given.text("--seed"));
    std::vector<memory_source> const sources = parse_memories(given.text("--networks"));
    std::vector<recall_start> starts;
    for (std::string const& item : split_list("--states", given.text("--states"))) starts.push_back(parse_start(item));
    std::vector<std::int64_t> const n = parse_integers("--n", given.text("--n"), 1, 1000);
    std::vector<std::int64_t> const K = parse_integers("--K", given.text("--K"), 1, 100'000);
    plan.iterations = parse_integers("--iterations", given.text("--iterations"), 0, 1000);
    std::sort(plan.iterations.begin(), plan.iterations.end());
    plan.epsilons = parse_reals("--epsilon", given.text("--epsilon"), false);
    for (rational const& each : plan.epsilons)
        if (each >= 1)
            throw usage_error(fmt::format("--epsilon: {} is not accepted; accepted: 0 to below 1", exact_text(each)));
    plan.synchronous =
        parse_choice("--update", given.text("--update"), {"synchronous", "asynchronous"}) == "synchronous";
    plan.signs = parse_choice("--weights", given.text("--weights"), {"real", "sign"}) == "sign";
    plan.recall_digits = parse_integer("--recall-digits", given.text("--recall-digits"), 1, 1'000'000);
    if (given.text("--recall-formats") != "none")
        for (std::string const& item : split_list("--recall-formats", given.text("--recall-formats"))) {
            plan.recall_formats.push_back(parse_format("--recall-formats", item));
            if (plan.recall_formats.back().exact())
                throw usage_error("--recall-formats: exact; accepted: any rounding format, such as mpfr:1000");
        }
    std::vector<std::string> const interactions = split_list("--interaction", given.text("--interaction"));
    need_one("--interaction", interactions.size());
    plan.interaction_name = name(make_interaction("--interaction", interactions.front(), 1));
    std::int64_t const most_K = *std::max_element(K.begin(), K.end());
    auto const asked = [&](memory_source source) {
        return std::find(sources.begin(), sources.end(), source) != sources.end();
    };
    refuse_without_effect(given, sources);
    bool const any_digits = asked(memory_source::trained) || asked(memory_source::stored);
    if (any_digits) {
        plan.digits.emplace(given, converge_presets(), selection::balanced);
        for (std::string_view const option_name :
             {"--rule", "--formulation", "--formats", "--inverse-temperature", "--learning-rate"})
            if (auto const all = plan.digits->parameters(); std::any_of(all.begin(), all.end(), [&](auto const& each) {
                    return each.first == option_name && each.second.find(',') != std::string::npos;
                }))
                need_one(option_name, 2);
        plan.N = static_cast<std::int64_t>(plan.digits->train().N());
        if (given.given("--N") && given.text("--N") != std::to_string(plan.N))
            throw usage_error(fmt::format("--N: {} given, but the digits have {} pixels", given.text("--N"), plan.N));
        plan.trials = static_cast<std::int64_t>(plan.digits->train().P());
        if (asked(memory_source::stored)) plan.stored = read_digits(given, most_K, 1, selection::first).train;
    } else {
        plan.N = parse_integer("--N", given.text("--N"), 1, 100'000);
        plan.trials = parse_integer("--patterns", given.text("--patterns"), 1, 1'000'000);
    }
    if (most_K > most_entries / plan.N)
        throw usage_error(
            fmt::format("--K: {} memories of N = {} neurons; accepted: N K at most {}", most_K, plan.N, most_entries));
    for (memory_source const source : sources)
        for (recall_start const& start : starts) {
            if (source == memory_source::trained && start.of != recall_start::kind::data) {
                if (sources.size() == 1)
                    throw usage_error(fmt::format(
                        "--states: '{}' is not accepted for trained networks alone; accepted: data", start.name));
                continue;
            }
            for (std::size_t order = 0; order < n.size(); ++order)
                for (std::size_t size = 0; size < K.size(); ++size)
                    plan.cells.push_back({source, start, n[order], K[size], order * K.size() + size});
        }
    if (plan.digits) {
        plan.parameters = plan.digits->parameters();
    } else {
        for (char const* const each : {"--n", "--K", "--patterns", "--seed"})
            plan.parameters.emplace_back(each, given.text(each));
        plan.parameters.emplace_back("--interaction", plan.interaction_name);
    }
    std::string epsilons;
    for (rational const& each : plan.epsilons) epsilons += (epsilons.empty() ? "" : ",") + exact_text(each);
    plan.parameters.emplace_back("--N", std::to_string(plan.N));
    plan.parameters.emplace_back("--epsilon", epsilons);
    for (char const* const each :
         {"--networks", "--states", "--iterations", "--update", "--weights", "--recall-formats", "--recall-digits"})
        plan.parameters.emplace_back(each, given.text(each));
    if (asked(memory_source::stored)) plan.parameters.emplace_back("stored digits", plan.stored.fingerprint());
    return plan;
}

}  // namespace ulpfield::study
