#include <atomic>
#include <memory>
#include <thread>

#include <boost/asio/bind_executor.hpp>
#include <doctest/doctest.h>

#include "dbdb/async_operation.hpp"

#include "async/fixture.hpp"

namespace dbdb::test {
namespace {

/// Counts what is taken from it and not given back.
template <typename Type>
struct CountingAllocator {
    using value_type = Type;

    explicit CountingAllocator(std::atomic<int>& allocations) : allocated(&allocations) {}

    template <typename Other>
    CountingAllocator(const CountingAllocator<Other>& other) : allocated(other.allocated) {}

    Type* allocate(std::size_t count) {
        ++*allocated;
        return std::allocator<Type>().allocate(count);
    }

    void deallocate(Type* memory, std::size_t count) {
        std::allocator<Type>().deallocate(memory, count);
    }

    friend bool operator==(const CountingAllocator& left, const CountingAllocator& right) {
        return left.allocated == right.allocated;
    }

    std::atomic<int>* allocated;
};

/// Can be moved only, and has an allocator of its own.
struct AllocatingHandler {
    using allocator_type = CountingAllocator<char>;

    allocator_type get_allocator() const noexcept { return allocator; }

    void operator()(const std::exception_ptr&, bool told) const { *result = told; }

    allocator_type allocator;
    std::unique_ptr<bool> unused = std::make_unique<bool>();
    bool* result = nullptr;
};

}  // namespace

TEST_CASE("a handler is called by the executor that it is bound to") {
    AsyncFixture made;
    boost::asio::io_context other;
    Outcome<CommitId> set;
    Outcome<std::uint64_t> size;
    made.async.set("a", "1", boost::asio::bind_executor(other.get_executor(), set.handler()));
    made.async.size(boost::asio::bind_executor(other.get_executor(), size.handler()));

    made.run();
    CHECK(set.calls == 0);
    CHECK(size.calls == 0);
    other.run();

    CHECK(set.calls == 1);
    CHECK(size.calls == 1);
}

TEST_CASE("an operation takes its memory from its handler's allocator") {
    AsyncFixture made;
    std::atomic<int> allocations{0};
    bool has = false;
    made.async.contains(
        "first",
        AllocatingHandler{.allocator = CountingAllocator<char>(allocations), .result = &has});
    CHECK(allocations >= 1);
    made.run();

    CHECK(has);
}

TEST_CASE("a context has work as long as an operation is under way") {
    AsyncFixture made;
    made.hold_writes();
    std::thread runner([&] { made.io.run(); });
    made.gate->open();
    runner.join();

    CHECK(made.held.calls == 1);
}

TEST_CASE("when it is destroyed what was started is done, and handlers are called later") {
    AsyncFixture made;
    Outcome<CommitId> set;
    Outcome<VerifyReport> verified;
    {
        const AsyncDatabase other(made.db, made.io.get_executor());
        other.set("a", "1", set.handler());
        other.verify(verified.handler());
    }
    CHECK(made.db.get("a") == "1");
    CHECK(set.calls == 0);
    made.run();

    CHECK(set.calls == 1);
    CHECK(set.errc() == std::nullopt);
    CHECK(verified.result.ok());
}

TEST_CASE("when it is destroyed writes that wait for the turn in vain are aborted") {
    AsyncFixture made;
    Outcome<CommitId> set;
    Outcome<std::optional<Transaction>> begun;
    Transaction holder = made.db.begin();
    {
        const AsyncDatabase other(made.db, made.io.get_executor());
        other.set("a", "1", set.handler());
        other.begin(begun.handler());
    }
    made.run();

    CHECK(set.was_aborted());
    CHECK(begun.was_aborted());
    CHECK_FALSE(begun.result);
    holder.rollback();
    CHECK_FALSE(made.db.contains("a"));
}

TEST_CASE("a function may hold the last copy of what it is called by") {
    AsyncFixture made;
    Outcome<CommitId> updated;
    auto other = std::make_unique<AsyncDatabase>(made.db, made.io.get_executor());
    made.hold_writes();
    other->update([copy = *other](Transaction& change) { change.set("a", "1"); },
                  updated.handler());
    made.gate->open();
    std::thread runner([&] { made.io.run(); });
    other.reset();
    runner.join();

    CHECK(updated.calls == 1);
    CHECK(made.db.get("a") == "1");
}

TEST_CASE("what a handler's context drops, unrun, takes nothing with it") {
    AsyncFixture made;
    Outcome<std::optional<Transaction>> begun;
    auto context = std::make_unique<boost::asio::io_context>();
    {
        const AsyncDatabase other(made.db, context->get_executor());
        other.begin(begun.handler());
    }
    context.reset();

    CHECK(begun.calls == 0);
    CHECK(made.db.set("a", "1") == 2);  // The turn is free again.
}

}  // namespace dbdb::test
