/// LMDB as an application would use it that has many threads with small durable commits: whoever
/// comes first makes one transaction of all that waits. A transaction that read before it wrote
/// could not be put together with others like that.
#include "stores/lmdb_grouped.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

#include "stores/lmdb.hpp"

namespace dbdb::bench {

namespace {

class GroupedStore : public Store {
public:
    explicit GroupedStore(const Home& home) : store_(lmdb_store().open(home)) {}

    void load(std::span<const Change> entries) override { store_->load(entries); }

    void write(std::span<const Change> changes,
               std::size_t changes_per_commit,
               Sync sync) override {
        if (changes_per_commit != 1 || sync != Sync::each_commit) throw Unsupported();
        for (const Change& change : changes)
            commit(change);
    }

    Digest scan(Direction direction) override { return store_->scan(direction); }

private:
    void commit(const Change& change) {
        std::unique_lock lock(mutex_);
        waiting_.push_back(change);
        const std::uint64_t mine = ++asked_;
        while (done_ < mine) {
            if (failure_) std::rethrow_exception(failure_);
            if (is_led_)
                led_.wait(lock);
            else
                lead(lock);
        }
    }

    void lead(std::unique_lock<std::mutex>& lock) {
        is_led_ = true;
        const std::vector<Change> batch = std::exchange(waiting_, {});
        lock.unlock();
        std::exception_ptr failure;
        try {
            store_->write(batch, batch.size(), Sync::each_commit);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        is_led_ = false;
        failure_ = failure;
        if (!failure) done_ += batch.size();
        led_.notify_all();
    }

    std::unique_ptr<Store> store_;
    std::mutex mutex_;
    std::condition_variable led_;
    std::vector<Change> waiting_;
    std::uint64_t asked_ = 0;
    std::uint64_t done_ = 0;
    bool is_led_ = false;
    std::exception_ptr failure_;
};

std::unique_ptr<Store> open(const Home& home) { return std::make_unique<GroupedStore>(home); }

}  // namespace

StoreKind lmdb_grouped_store() {
    return {"lmdb-grouped",
            lmdb_store().version,
            "as lmdb, behind a queue: who comes first commits all that waits in one transaction; "
            "only in rows of durable single sets",
            open,
            false,
            true};
}

}  // namespace dbdb::bench
