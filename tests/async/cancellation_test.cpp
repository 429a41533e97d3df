/// Cancelling what waits: only with a Boost that has cancellation slots, 1.77 or newer.
#include <utility>

#include <boost/version.hpp>

#if BOOST_VERSION >= 107700

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

#include "dbdb/async.hpp"

#include "async/fixture.hpp"

namespace dbdb::test {

using boost::asio::bind_cancellation_slot;
using boost::asio::cancellation_signal;
using boost::asio::cancellation_type;

TEST_CASE("a write that waits is cancelled by its slot, is told so at once, and changes nothing") {
    AsyncFixture made;
    made.hold_writes();
    cancellation_signal stop;
    Outcome<CommitId> cancelled;
    Outcome<CommitId> other;
    made.async.set("a", "1", bind_cancellation_slot(stop.slot(), cancelled.handler()));
    made.async.set("b", "2", other.handler());

    stop.emit(cancellation_type::terminal);
    CHECK(cancelled.calls == 0);
    made.io.poll();
    CHECK(cancelled.calls == 1);
    CHECK(cancelled.was_aborted());

    made.run();
    CHECK(cancelled.calls == 1);
    CHECK(other.error == nullptr);
    CHECK_FALSE(made.db.contains("a"));
    CHECK(made.db.get("b") == "2");
}

TEST_CASE("what has begun is not cancelled, and a signal that comes late does nothing") {
    AsyncFixture made;
    cancellation_signal stop;
    Outcome<CommitId> set;
    made.async.set("a", "1", bind_cancellation_slot(stop.slot(), set.handler()));
    made.run();
    CHECK(set.result == 2);

    stop.emit(cancellation_type::all);
    made.run();
    CHECK(set.calls == 1);
    CHECK(set.error == nullptr);
    CHECK(made.db.get("a") == "1");
}

TEST_CASE(
    "a coroutine that is cancelled while it waits for its transaction leaves the turn alone") {
    AsyncFixture made;
    made.hold_writes();
    cancellation_signal stop;
    const auto begin = [](AsyncDatabase async) -> boost::asio::awaitable<void> {
        std::optional<Transaction> change = co_await async.begin(boost::asio::use_awaitable);
        change->set("a", "1");
        co_await async.commit(*std::move(change), boost::asio::use_awaitable);
    };
    Outcome<int> outcome;
    boost::asio::co_spawn(made.io,
                          begin(made.async),
                          bind_cancellation_slot(stop.slot(), [&](const std::exception_ptr& error) {
                              outcome.handler()(error, 0);
                          }));
    made.io.poll();
    stop.emit(cancellation_type::terminal);
    made.run();
    CHECK(outcome.was_aborted());
    CHECK_FALSE(made.db.contains("a"));
    CHECK(made.db.set("b", "2") == 3);
}

}  // namespace dbdb::test

#endif
