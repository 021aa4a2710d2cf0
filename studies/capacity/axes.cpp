#include "studies/capacity/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "studies/shared/axes.hpp"
#include "study/list.hpp"
#include "ulpfield/files/fingerprint.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/nearest_match.hpp"
#include "ulpfield/number/parse_rational.hpp"

namespace ulpfield::study {

namespace {

using capacity::method;

constexpr std::uint64_t most_cells = 1'000'000;

typed_rational fraction(std::string_view option_name, std::string const& text) {
    if (auto const value = parse_rational(text)) return {text, *value};
    throw usage_error(fmt::format("{}: '{}' is neither a decimal number nor a fraction p/q", option_name, text));
}

std::string text_of(typed_rational const& number) { return number.text; }

/// A list of numbers strictly between 0 and 1.
domain<typed_rational> shares() {
    return list_of(
        [](std::string_view option_name, std::string const& item) {
            typed_rational const share = fraction(option_name, item);
            if (share.value <= 0 || share.value >= 1)
                throw usage_error(fmt::format("{}: {} is outside (0, 1)", option_name, item));
            return share;
        },
        text_of);
}

domain<typed_rational> probability() {
    return one_of(
        [](std::string_view option_name, std::string const& text) {
            typed_rational const share = fraction(option_name, text);
            if (share.value < 0 || share.value > 1)
                throw usage_error(fmt::format("{}: {} is outside [0, 1]", option_name, text));
            return share;
        },
        text_of);
}

domain<capacity_quantity const*> quantities() {
    named_values<capacity_quantity const*> names;
    for (capacity_quantity const& known : capacity_quantities()) names.emplace_back(known.name, &known);
    return choices(names);
}

/// The names of all methods of all quantities, each once.
std::vector<std::string> method_names() {
    std::vector<std::string> names;
    for (capacity_quantity const& of : capacity_quantities())
        for (auto const& methods : {of.methods, of.on_request})
            for (method const how : methods)
                if (std::find(names.begin(), names.end(), capacity::name(how)) == names.end())
                    names.emplace_back(capacity::name(how));
    return names;
}

domain<method> methods_by_name() {
    return list_of(
        [](std::string_view option_name, std::string const& item) {
            if (auto const how = capacity::method_named(item)) return *how;
            throw usage_error(fmt::format("{}: '{}' is unknown{}; accepted: {}", option_name, item,
                                          nearest_match(item, method_names()), capacity::method_names()));
        },
        [](method how) { return capacity::name(how); }, {}, method_names());
}

/// "p-error, p-tie: leading-order, ...; alpha: ...": the methods of every quantity, those on request in brackets.
std::string methods_help() {
    auto const listed = [](std::vector<method> const& methods) {
        std::string names;
        for (method const how : methods) names += (names.empty() ? "" : ", ") + std::string(capacity::name(how));
        return names;
    };
    std::vector<std::pair<std::string, std::string>> groups;  // quantities, methods
    for (capacity_quantity const& of : capacity_quantities()) {
        std::string methods = listed(of.methods);
        if (!of.on_request.empty()) methods += fmt::format(" [{}]", listed(of.on_request));
        auto const same =
            std::find_if(groups.begin(), groups.end(), [&](auto const& group) { return group.second == methods; });
        if (same == groups.end())
            groups.emplace_back(of.name, methods);
        else
            same->first += ", " + of.name;
    }
    std::string text = "how; default: all that apply to the quantity, but for those in brackets. ";
    for (auto const& [quantities, methods] : groups)
        text += fmt::format("{}{}: {}", &quantities == &groups.front().first ? "" : "; ", quantities, methods);
    return text;
}

std::string names_of(axis<capacity_quantity const*> const& quantity) {
    return join(quantity.values(), [](capacity_quantity const* of) { return of->name; });
}

}  // namespace

capacity_axes::capacity_axes()
    : quantity{*this, "--quantity", "LIST", "p-error", "{}", quantities(), {"quantity", "what is given", false}},
      K{*this,
        "--K",
        "LIST",
        "1000",
        "memories in total, {} (p-error, p-tie, match-max, stable, recall)",
        integers(1, 1'000'000'000'000'000),
        {"K", "memories in total"}},
      delta{*this,
            "--delta",
            "LIST",
            "0.01",
            "allowed probability that a memory is not kept whole, in (0, 1), a decimal or p/q (k-max); P_error itself, "
            "below 1/2 (alpha)",
            shares(),
            {"delta", "allowed probability that a memory is not kept whole (alpha: P_error)"}},
      epsilon{*this,
              "--epsilon",
              "LIST",
              "1/2",
              "tolerance of a match, in (0, 1), a decimal or p/q (match, match-max)",
              shares(),
              {"epsilon", "tolerance of a match"}},
      F(interaction_axis(*this, "polynomial")),
      methods{*this, "--method", "LIST", "", methods_help(), methods_by_name()},
      rule{*this,
           "--criterion",
           "RULE",
           "union",
           "of k-max: union (P < delta/N) or product ((1-P)^N > 1-delta)",
           choice<capacity::criterion>(
               {{"union", capacity::criterion::union_bound}, {"product", capacity::criterion::product}})},
      which{
          *this,
          "--sided",
          "SIDES",
          "2",
          "of match and match-max: 1, 2 (absolute values) or abs-max (Definition 3.1 to the letter)",
          choice<capacity::sides>(
              {{"1", capacity::sides::one}, {"2", capacity::sides::two}, {"abs-max", capacity::sides::absolute_max}})},
      corruption{*this,
                 "--corruption",
                 "P",
                 "0.1",
                 "of recall: probability that a bit of the memory is flipped at the start, in [0, 1], a decimal or p/q",
                 probability()},
      trials{*this,
             "--trials",
             "COUNT",
             "1000",
             "sets of memories that monte-carlo draws, {}",
             one_integer(1, 1'000'000'000)},
      states{
          *this,
          "--states",
          "FILE",
          "memory",
          "of recall from a --memories file: memory (bits flipped as --corruption says), or a file whose rows are the "
          "trials",
          one_of(
              [](std::string_view option_name, std::string const& text) {
                  state_source const source = parse_states(option_name, text);
                  if (source.from != state_source::kind::memory && source.from != state_source::kind::file)
                      throw usage_error(fmt::format(
                          "{}: '{}' is not accepted; accepted: memory (with --corruption P), or a file of states",
                          option_name, text));
                  return source;
              },
              [](state_source const& source) { return source.text; }),
          axis_use::optional_parameter},
      digits{*this, "--digits", "D", "15", "significant digits, {}", one_integer(1, 1000)},
      layout{*this,
             "--layout",
             "LAYOUT",
             "plain",
             "plain, or a second table after the first: markdown, latex (booktabs)",
             choice<std::string>({{"plain", "plain"}, {"markdown", "markdown"}, {"latex", "latex"}}),
             axis_use::input} {
    set_product(quantity, F, N, n, K, delta, epsilon, tie);
    set_keys(N, n, F, K, delta, epsilon, quantity, tie);
}

bool capacity_axes::depends(capacity_quantity const& on, any_axis const& of) const {
    if (&of == &F) return on.needs_interaction;
    if (&of == &N) return on.needs_N;
    if (&of == &n) return on.needs_n;
    if (&of == &K) return on.needs_K;
    if (&of == &delta) return on.needs_delta;
    if (&of == &epsilon) return on.needs_epsilon;
    if (&of == &tie) return on.needs_tie;
    return &of != &corruption || on.needs_corruption;
}

void capacity_axes::check(arguments const&) {
    auto const& asked = quantity.values();
    for (method const how : methods.values()) {
        if (std::any_of(asked.begin(), asked.end(), [&](auto const* of) { return of->accepts(how); })) continue;
        std::string accepted;
        for (capacity_quantity const* of : asked)
            accepted += (accepted.empty() ? "" : "; ") + of->name + ": " +
                        join(of->methods, [](method known) { return capacity::name(known); });
        throw usage_error(fmt::format("{}: {} does not give {}; accepted: {}", methods.name(), capacity::name(how),
                                      names_of(quantity), accepted));
    }
    refuse_unused();
    read_files();
    if (std::any_of(asked.begin(), asked.end(), [](auto const* of) { return of->name == "alpha"; }))
        for (typed_rational const& share : delta.values())
            if (2 * share.value >= 1)
                throw usage_error(
                    fmt::format("{}: {} is outside (0, 1/2), where alpha is defined", delta.name(), share.text));
    list_cells();
}

/// A network of one's own has an exact share of stable memories, and trials of recall.
void capacity_axes::read_files() {
    file.read(states, N, K, trials);
    if (!file.memories()) {
        if (states.given()) throw usage_error("--states: of a network from a file; accepted: with --memories FILE");
        return;
    }
    for (capacity_quantity const* of : quantity.values())
        if (of->name != "stable" && of->name != "recall")
            throw usage_error(fmt::format(
                "--memories: {} is a law of random memories; accepted: --quantity stable, recall", of->name));
    if (methods.given())
        throw usage_error("--method: of random memories; from a file stable is exact, recall has its trials");
    for (any_axis const* const unused : std::initializer_list<any_axis const*>{&corruption})
        if (states->file && unused->given())
            throw usage_error(fmt::format("{}: the trials start from {}", unused->name(), states->text));
    if (states->file) states.record_as(fingerprint(*states->file));
}

/// An option that was typed must be used by some quantity.
void capacity_axes::refuse_unused() const {
    auto const& asked = quantity.values();
    for (any_axis const* const option :
         std::initializer_list<any_axis const*>{&N, &n, &K, &delta, &epsilon, &corruption, &tie, &F})
        if (option->given() &&
            std::none_of(asked.begin(), asked.end(), [&](auto const* of) { return depends(*of, *option); }))
            throw usage_error(
                fmt::format("{}: not used by --quantity {}; leave it out", option->name(), names_of(quantity)));
}

grid capacity_axes::grid_of(capacity_quantity const& of) const {
    std::vector<std::size_t> sizes;
    for (any_axis const* const inner : std::initializer_list<any_axis const*>{&F, &N, &n, &K, &delta, &epsilon, &tie})
        sizes.push_back(depends(of, *inner) ? inner->size() : 1);
    return grid(std::move(sizes));
}

interaction capacity_axes::function_of(capacity_quantity const& on, std::size_t of_F, std::size_t of_n) const {
    return of_order(on.needs_interaction ? F.values()[of_F] : interaction{},
                    on.needs_n ? static_cast<int>(n.values()[of_n]) : 0);
}

void capacity_axes::list_cells() {
    auto const& asked = quantity.values();
    for (std::size_t q = 0; q < asked.size(); ++q) {
        capacity_quantity const& of = *asked[q];
        grids_.push_back(grid_of(of));
        for (std::uint64_t number = 0; number < grids_.back().cells(); ++number) {
            std::vector<std::size_t> const index = grids_.back().at(number);
            if (of.methods_of(methods.values(), function_of(of, index[0], index[2])).empty()) continue;
            if (cells_.size() == most_cells) throw usage_error("the lists make more than 1000000 cells");
            cells_.emplace_back(q, number);
        }
    }
}

place capacity_axes::at(std::uint64_t cell) const {
    auto const [of, number] = cells_.at(cell);
    std::vector<std::size_t> index = grids_[of].at(number);
    index.insert(index.begin(), of);
    return place(std::move(index));
}

capacity_cell capacity_axes::cell_at(place const& at) const {
    capacity_quantity const& of = *at[quantity];
    auto const value = [&]<class Value>(axis<Value> const& from) { return depends(of, from) ? at[from] : Value{}; };
    capacity_cell cell;
    cell.quantity = &of;
    cell.where = {function_of(of, at.index(F), at.index(n)), value(N)};
    cell.n = value(n);
    cell.K = value(K);
    cell.delta = value(delta);
    cell.epsilon = value(epsilon);
    if (of.needs_tie) cell.tie = at[tie];
    if (file.memories())
        cell.methods = {of.name == "stable" ? method::exact : method::monte_carlo};
    else
        cell.methods = of.methods_of(methods.values(), cell.where.F);
    return cell;
}

}  // namespace ulpfield::study
