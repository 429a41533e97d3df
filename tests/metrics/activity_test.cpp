#include "metrics/activity.hpp"

#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "metrics/timing.hpp"

namespace dbdb::test {
namespace {

Statistics described(const metrics::Activity& activity) {
    Statistics statistics;
    activity.describe(statistics);
    return statistics;
}

void call_short(metrics::Activity& activity, unsigned times) {
    for (unsigned time = 0; time < times; ++time)
        metrics::ShortTiming timing(&activity, Operation::get);
}

}  // namespace

TEST_CASE("every call of a short operation is counted, one in 64 is timed, the first one too") {
    metrics::Activity activity("test");

    call_short(activity, 1);
    CHECK(described(activity).of(Operation::get).nanoseconds.count == 1);
    call_short(activity, 99'999);

    const OperationStatistics gets = described(activity).of(Operation::get);
    CHECK(gets.calls == 100'000);
    CHECK(gets.nanoseconds.count > 100'000 / 80);
    CHECK(gets.nanoseconds.count < 100'000 / 50);
    CHECK(described(activity).of(Operation::range).calls == 0);
}

TEST_CASE("calls of more threads than have slots of their own are all counted") {
    metrics::Activity activity("test");
    std::vector<std::thread> threads;
    for (unsigned index = 0; index < 80; ++index)
        threads.emplace_back([&] { call_short(activity, 1000); });
    for (std::thread& thread : threads)
        thread.join();

    CHECK(described(activity).of(Operation::get).calls == 80'000);
}

TEST_CASE("every call of a long operation is counted and timed") {
    metrics::Activity activity("test");
    for (unsigned call = 0; call < 100; ++call) {
        metrics::LongTiming timing(activity, Operation::commit);
    }

    const OperationStatistics commits = described(activity).of(Operation::commit);
    CHECK(commits.calls == 100);
    CHECK(commits.nanoseconds.count == 100);
}

TEST_CASE("while somebody wants to be told of slow calls, each call is timed") {
    metrics::Activity activity("test");
    std::uint64_t told = 0;
    Options options;
    options.slow_operation = std::chrono::nanoseconds(1);
    options.on_event = [&](const Event& event) { told += event.name == "slow_operation" ? 1 : 0; };
    const auto observer = std::make_shared<const Options>(options);
    activity.observers().add(observer);
    call_short(activity, 1000);
    activity.observers().remove(observer);
    const std::uint64_t timed = described(activity).of(Operation::get).nanoseconds.count;
    call_short(activity, 1000);

    CHECK(timed == 1000);
    CHECK(told > 0);  // A call may take less than the clock can tell.
    CHECK(described(activity).of(Operation::get).nanoseconds.count < 1100);
}

}  // namespace dbdb::test
