#include "studies/verify/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

enum category : int { holds, in_part, refuted, undecided, unexpected };

/// The rows of one claim in one arithmetic.
struct tally {
    int confirmed = 0;
    int broken = 0;
    int open = 0;
    int violated = 0;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> smallest;  ///< N, K of the counterexample of fewest bits

    void add(std::string const& verdict, std::string const& N, std::string const& K) {
        confirmed += verdict == "confirmed" ? 1 : 0;
        open += verdict == "undecided" ? 1 : 0;
        violated += verdict == "UNEXPECTED" ? 1 : 0;
        if (verdict != "refuted") return;
        ++broken;
        auto const number = [](std::string const& text) -> std::uint64_t {
            bool const plain =
                !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
            return plain ? std::stoull(text) : 0;
        };
        std::pair const size{number(N), number(K)};
        if (size.first * size.second == 0) return;
        if (!smallest || size.first * size.second < smallest->first * smallest->second) smallest = size;
    }
    [[nodiscard]] int category() const {
        if (violated > 0) return unexpected;
        if (broken > 0) return confirmed > 0 ? in_part : refuted;
        return confirmed > 0 && open == 0 ? holds : undecided;
    }
};

}  // namespace

std::vector<figure> verify_figures(results const& rows) {
    result_column const claim = rows["claim"], arithmetic = rows["arithmetic"], verdict = rows["verdict"],
                        N = rows["N"], K = rows["K"];
    category_map map;
    std::map<std::pair<std::string, std::string>, tally> boxes;
    auto const add = [](std::vector<std::string>& list, std::string const& value) {
        if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
    };
    rows.for_each([&](std::uint64_t, row const& at) {
        add(map.y_values, claim(at));
        add(map.x_values, arithmetic(at));
        boxes[{claim(at), arithmetic(at)}].add(verdict(at), N(at), K(at));
    });
    if (boxes.empty()) return {};
    map.title = "The claims in exact arithmetic and in number formats";
    map.x_label = "arithmetic";
    map.y_label = "claim";
    map.categories = {{"holds in every case", "#009E73"},
                      {"some cases hold, others are refuted", "#56B4E9"},
                      {"refuted by a counterexample", "#E69F00"},
                      {"some cases open, no counterexample", "#F0E442"},
                      {"violated where it must hold", "#D55E00"}};
    map.notes = {"N×K  smallest counterexample", "        (neurons × memories)"};
    for (std::string const& y : map.y_values) {
        auto& line = map.boxes.emplace_back();
        for (std::string const& x : map.x_values) {
            auto const box = boxes.find({y, x});
            if (box == boxes.end()) {
                line.emplace_back();
                continue;
            }
            auto const& smallest = box->second.smallest;
            line.push_back(
                {box->second.category(), smallest ? fmt::format("{}×{}", smallest->first, smallest->second) : ""});
        }
    }
    figure picture;
    picture.name = "verify-claims";
    picture.caption =
        "What became of each claim in each arithmetic, over all its cases (interaction functions, n, N, K, alpha, "
        "eps). A "
        "claim holds in some cases where it depends on them: alpha a power of two, sizes at which the format does not "
        "round, "
        "homogeneous F.";
    picture.show(std::move(map));
    picture.width = 640 + static_cast<int>(std::clamp<std::size_t>(map.x_values.size() * 80, 240, 1000));
    picture.height = 170 + static_cast<int>(std::clamp<std::size_t>(map.y_values.size() * 40, 190, 1200));
    return {picture};
}

}  // namespace ulpfield::study
