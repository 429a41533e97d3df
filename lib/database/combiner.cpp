#include "database/combiner.hpp"

#include <string>
#include <thread>
#include <utility>

#include "dbdb/error.hpp"

namespace dbdb::database {

namespace {

/// How often a leader lets others run before it takes their changes, as long as more come.
constexpr unsigned yields_max = 8;

/// Whether an error has left the transaction as it was before the call.
bool can_go_on(const Transaction& transaction) noexcept {
    try {
        static_cast<void>(transaction.size());
        return true;
    } catch (...) {
        return false;
    }
}

/// What was said when `error` was made.
std::string text_of(const Error& error) {
    std::string text = error.what();
    const auto cut = [&text](const std::string& end) {
        if (text.ends_with(end)) text.resize(text.size() - end.size());
    };
    cut(": " + error.code().message());
    if (error.system_reason() != 0)
        cut(" (" + std::generic_category().message(error.system_reason()) + ")");
    return text;
}

/// For a thread of its own: whoever throws an exception on may change it and throws it away.
std::exception_ptr copy_of(const std::exception_ptr& error) noexcept {
    try {
        try {
            std::rethrow_exception(error);
        } catch (const Error& own) {
            if (own.system_reason() == 0)
                return std::make_exception_ptr(Error(own.errc(), text_of(own)));
            return std::make_exception_ptr(Error(own.errc(), text_of(own), own.system_reason()));
        }
    } catch (...) {
        return error;
    }
}

}  // namespace

/// With an error of its own the change has done nothing; one that ends the transaction is thrown.
void Combiner::Request::apply(Transaction& transaction) {
    try {
        apply_(transaction);
    } catch (...) {
        if (!can_go_on(transaction)) throw;
        error_ = std::current_exception();
    }
}

void Combiner::Request::finish(CommitId commit, std::exception_ptr error) {
    const std::scoped_lock lock(mutex_);
    commit_ = commit;
    if (error) error_ = std::move(error);
    is_done_ = true;
    done_.notify_one();
}

CommitId Combiner::Request::wait() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return is_done_; });
    if (error_) std::rethrow_exception(error_);
    return commit_;
}

CommitId Combiner::commit(const Begin& begin, const Apply& apply) {
    Request mine(apply);
    if (enqueue(mine)) lead(begin);
    return mine.wait();
}

std::size_t Combiner::waiting() const {
    const std::scoped_lock lock(mutex_);
    return requests_.size();
}

/// Whether the caller is to lead.
bool Combiner::enqueue(Request& request) {
    const std::scoped_lock lock(mutex_);
    requests_.push_back(request);
    return !std::exchange(is_led_, true);
}

Combiner::Batch Combiner::take() {
    const std::scoped_lock lock(mutex_);
    Batch batch;
    batch.swap(requests_);
    is_led_ = false;
    was_shared_ = batch.size() > 1;
    return batch;
}

/// Those who were woken by the last commit are about to come back with another change. On a machine
/// with idle processors this costs next to nothing, on a busy one it is what lets them come.
void Combiner::gather() {
    std::size_t seen = waiting();
    if (!was_shared_ && seen == 1) return;
    for (unsigned count = 0; count < yields_max; ++count) {
        std::this_thread::yield();
        const std::size_t now = waiting();
        if (now == seen) return;
        seen = now;
    }
}

void Combiner::lead(const Begin& begin) {
    Batch batch;
    CommitId commit = 0;
    std::exception_ptr error;
    try {
        Transaction transaction = begin();
        gather();
        batch = take();
        for (Request& request : batch)
            request.apply(transaction);
        commit = transaction.commit();
    } catch (...) {
        error = std::current_exception();
        if (batch.empty()) batch = take();
    }
    while (!batch.empty()) {
        Request& request = batch.front();
        batch.pop_front();
        request.finish(commit, error ? copy_of(error) : nullptr);
    }
}

}  // namespace dbdb::database
