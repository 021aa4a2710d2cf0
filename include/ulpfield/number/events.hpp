#pragma once
#include <cstdint>

namespace ulpfield {

/// Counts of floating-point exceptions in one evaluation, in any format.
struct event_counts {
    std::uint64_t overflow = 0;   ///< finite operands gave no finite number (NaN where the format has no infinity)
    std::uint64_t underflow = 0;  ///< a result that is not exactly zero became subnormal or zero
    std::uint64_t invalid = 0;    ///< NaN out of operands that were none
    std::uint64_t inexact = 0;    ///< the result was rounded

    event_counts& operator+=(event_counts const& other) {
        overflow += other.overflow;
        underflow += other.underflow;
        invalid += other.invalid;
        inexact += other.inexact;
        return *this;
    }
    friend bool operator==(event_counts const&, event_counts const&) = default;
};

/// Counts the events of this thread while it lives: one evaluation, one scope. Only numbers of type observed<Real>
/// report. Scopes nest; an inner one hides the outer.
class event_scope {
public:
    event_scope() : outer_(sink()) { sink() = &counts_; }
    event_scope(event_scope const&) = delete;
    event_scope& operator=(event_scope const&) = delete;
    ~event_scope() { sink() = outer_; }

    [[nodiscard]] event_counts const& counts() const { return counts_; }
    void clear() { counts_ = {}; }

    /// The receiver of this thread's events; null: none.
    static event_counts*& sink() {
        static thread_local event_counts* current = nullptr;
        return current;
    }

private:
    event_counts counts_;
    event_counts* outer_;
};

}  // namespace ulpfield
