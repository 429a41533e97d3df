/// What an AsyncDatabase starts operations with. Include "dbdb/async.hpp".
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "dbdb/async_operation.hpp"
#include "dbdb/async_queue.hpp"
#include "dbdb/database.hpp"

namespace dbdb::detail {

/// What all copies of an AsyncDatabase share.
struct AsyncCore {
    explicit AsyncCore(Database& shared) : database(shared), writes(shared, operation_aborted()) {}

    Database& database;
    TaskQueue commits;
    TaskQueue reads;
    TaskQueue tasks;
    WriteQueue writes;
};

/// `function` as a write that takes its changes back when it throws.
template <typename Function>
auto undone_if_thrown(Function function) {
    return [function = std::move(function)](Transaction& change, CommitId&) mutable {
        const Savepoint before = change.savepoint();
        try {
            function(change);
        } catch (...) {
            const std::exception_ptr error = std::current_exception();
            change.rollback_to(before);
            std::rethrow_exception(error);
        }
    };
}

/// Where no thread can be started, or memory is short, that is the outcome.
template <typename Queue, typename Queued, typename Operation>
void push(Queue& queue, Queued queued, const std::shared_ptr<Operation>& operation) {
    try {
        queue.push(std::move(queued));
    } catch (...) {
        if (operation->claim()) operation->finish(std::current_exception());
    }
}

template <typename Operation>
void push_task(TaskQueue& queue, const std::shared_ptr<Operation>& operation) {
    using Access = QueueAccess<Operation>;
    QueuedTask task;
    task.state = operation;
    task.claim = Access::claim;
    task.run = Access::run;
    task.finish = Access::finish;
    push(queue, std::move(task), operation);
}

template <typename Operation>
void push_write(WriteQueue& queue,
                const std::shared_ptr<Operation>& operation,
                std::optional<CommitOptions> options,
                std::size_t bytes) {
    using Access = QueueAccess<Operation>;
    using Results = std::remove_reference_t<decltype(operation->results())>;
    QueuedWrite write;
    write.state = operation;
    write.claim = Access::claim;
    write.finish = Access::finish;
    if constexpr (std::is_same_v<Results, std::tuple<std::optional<Transaction>>>) {
        write.give = Access::give;
    } else {
        write.apply = Access::apply;
    }
    write.options = std::move(options);
    write.bytes = bytes;
    push(queue, std::move(write), operation);
}

}  // namespace dbdb::detail
