#pragma once
#include "ulpfield/unit/dot_unit.hpp"

namespace ulpfield::unit {

/// MI100 by its exact rule: c and a group of products are added exactly and rounded once to fp32, nearest even.
class exact_group : public dot_unit {
public:
    explicit exact_group(int terms) : terms_(terms) {}
    [[nodiscard]] double dot(std::span<double const> a, std::span<double const> b, double c) const override;

private:
    int terms_;
};

/// MI210, MI250: every product and every sum rounded to fp32, nearest even, in a tree of halves ((p0+p1)+(p2+p3)), then
/// c + that. With `flush`, subnormal operands and c become +0, subnormal results a zero of their sign.
class rounded_tree : public dot_unit {
public:
    rounded_tree(operand_format operands, int terms, bool flush)
        : emin_(layout(operands).emin), terms_(terms), flush_(flush) {}
    [[nodiscard]] double dot(std::span<double const> a, std::span<double const> b, double c) const override;

private:
    int emin_;
    int terms_;
    bool flush_;
};

/// MI300: products truncated to 24 bits below the largest, their exact sum and c rounded DOWN, that sum to nearest
/// even. fp8 operands (two_sums): even and odd k make a sum each.
class cdna3 : public dot_unit {
public:
    cdna3(operand_format operands, int terms, bool two_sums)
        : emin_(layout(operands).emin), terms_(terms), two_sums_(two_sums) {}
    [[nodiscard]] double dot(std::span<double const> a, std::span<double const> b, double c) const override;

private:
    [[nodiscard]] double step(std::span<double const> a, std::span<double const> b, double c) const;

    int emin_;
    int terms_;
    bool two_sums_;
};

/// fp32 on every CDNA: a chain of fused multiply-adds in rising k.
class fused_chain : public dot_unit {
public:
    [[nodiscard]] double dot(std::span<double const> a, std::span<double const> b, double c) const override;
};

}  // namespace ulpfield::unit
