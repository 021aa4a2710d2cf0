#include "study/worker_pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <system_error>

#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

worker_pool::worker_pool(planned_study const& source, unsigned threads) : source_(&source) {
    try {
        for (unsigned index = 0; index < threads; ++index) threads_.emplace_back([this] { work(); });
    } catch (std::system_error const& refused) {
        {
            std::lock_guard const guard(mutex_);
            closing_ = true;
        }
        to_do_changed_.notify_all();
        throw machine_error(fmt::format("thread {} of {}: {}", threads_.size() + 1, threads, refused.what()));
    }
}

worker_pool::~worker_pool() {
    request_stop();
    {
        std::lock_guard const guard(mutex_);
        closing_ = true;
    }
    to_do_changed_.notify_all();
}

void worker_pool::submit(std::uint64_t cell, std::string unfinished) {
    {
        std::lock_guard const guard(mutex_);
        to_do_.emplace_back(cell, std::move(unfinished));
        ++outstanding_;
    }
    to_do_changed_.notify_one();
}

std::size_t worker_pool::outstanding() const {
    std::lock_guard const guard(mutex_);
    return outstanding_;
}

std::vector<computed_cell> worker_pool::take(std::chrono::milliseconds patience) {
    std::unique_lock guard(mutex_);
    ready_changed_.wait_for(guard, patience, [this] { return !ready_.empty(); });
    std::vector<computed_cell> taken;
    taken.swap(ready_);
    outstanding_ -= taken.size();
    return taken;
}

worker_pool::work_so_far worker_pool::so_far() const {
    std::lock_guard const guard(mutex_);
    work_so_far work{0, earlier_};
    for (auto const& [cell, at] : under_way_) {
        double const cost = source_->cost(cell);
        work.under_way += cost * at.share.now;
        if (at.begun_earlier) work.earlier += cost * std::max(0.0, at.share.first.load());
    }
    return work;
}

void worker_pool::request_stop() {
    std::lock_guard const guard(mutex_);
    outstanding_ -= to_do_.size();
    to_do_.clear();
    stop_.request_stop();
}

void worker_pool::work() {
    for (;;) {
        std::pair<std::uint64_t, std::string> next;
        cell_share* share = nullptr;
        {
            std::unique_lock guard(mutex_);
            to_do_changed_.wait(guard, [this] { return closing_ || !to_do_.empty(); });
            if (closing_) return;
            next = std::move(to_do_.front());
            to_do_.pop_front();
            auto const [at, fresh] = under_way_.try_emplace(next.first);
            if (fresh) at->second.begun_earlier = !next.second.empty();
            share = &at->second.share;
        }
        computed_cell done = [&] {
            cell_share_heard const listening(*share);
            return compute(next.first, next.second);
        }();
        bool first = false;
        {
            std::lock_guard const guard(mutex_);
            if (done.result.unfinished.empty()) {
                auto const at = under_way_.find(next.first);
                if (at->second.begun_earlier)
                    earlier_ += source_->cost(next.first) * std::max(0.0, at->second.share.first.load());
                under_way_.erase(at);
            }
            first = ready_.empty();
            ready_.push_back(std::move(done));
        }
        if (first) ready_changed_.notify_one();
    }
}

computed_cell worker_pool::compute(std::uint64_t cell, std::string const& unfinished) const {
    computed_cell done;
    done.cell = cell;
    try {
        done.result = unfinished.empty() ? source_->run(cell, stop_.get_token())
                                         : source_->resume(cell, unfinished, stop_.get_token());
    } catch (interrupted const&) {
        done.interrupted = true;
    } catch (std::bad_alloc const&) {
        done.broken = std::current_exception();
    } catch (machine_error const&) {
        done.broken = std::current_exception();
    } catch (usage_error const&) {
        done.broken = std::current_exception();
    } catch (std::exception const& error) {
        done.result.failure = *error.what() == '\0' ? "unknown error" : error.what();
    }
    return done;
}

}  // namespace ulpfield::study
