/// A database for programs of Boost.Asio: each operation takes a completion token.
///
///     dbdb::AsyncDatabase async(db, io.get_executor());
///     co_await async.set("k", "v", boost::asio::use_awaitable);
///     std::future<std::optional<std::string>> value = async.get("k", boost::asio::use_future);
///
/// Signatures of handlers begin with std::exception_ptr, so that use_awaitable and use_future throw
/// the dbdb::Error itself. Needs Boost 1.74 or newer; include it before headers of Boost.Asio 1.74,
/// which do not compile alone with GCC 12 and C++20. From 1.77 on an operation that has not begun
/// can be cancelled by its handler's cancellation slot; its outcome is then the
/// boost::system::system_error of boost::asio::error::operation_aborted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>  // Boost.Asio 1.74 uses std::exchange without it.
#include <vector>

#include <boost/asio/async_result.hpp>

#include "dbdb/async_operation.hpp"
#include "dbdb/async_start.hpp"
#include "dbdb/database.hpp"
#include "dbdb/export.hpp"
#include "dbdb/range.hpp"

namespace dbdb {

/// A page of entries, as copies.
using EntryList = std::vector<std::pair<std::string, std::string>>;

/// Where reads are done.
enum class AsyncReads {
    where_called,   ///< By the thread that starts them. Best while the file is in memory.
    in_background,  ///< By a thread for reads, so that a disk that is slow stops nobody.
};

struct AsyncOptions {
    AsyncReads reads = AsyncReads::where_called;
};

/// A view of a Database, which must outlive it, through an executor, whose context must outlive
/// the operations. A value: copies share threads, which start when they are first needed: one for
/// writes, one for commits of transactions and syncs, one for reads, one for all that takes long.
/// Any thread may call anything.
///
/// - A handler is called by its associated executor, or else by the one given here, and never
///   within the function that starts the operation. Its allocator is used for what that needs.
/// - Writes are carried out in the order in which they were started. Those that wait together are
///   one commit and share its sync: each has its own outcome, all or nothing of it is done, but
///   others see them at once. A write with CommitOptions is a commit of its own.
/// - Views that are handed in are copied before the function returns.
/// - When the last copy is destroyed, that waits until all operations are done. Only writes that
///   wait for the writer's turn then end with operation_aborted, as the one who has it may be
///   waiting, too. Their handlers are called in any case.
class DBDB_EXPORT AsyncDatabase {
public:
    AsyncDatabase(Database& database,
                  boost::asio::any_io_executor executor,
                  AsyncOptions options = {})
        : core_(std::make_shared<detail::AsyncCore>(database)),
          executor_(std::move(executor)),
          options_(options) {}

    boost::asio::any_io_executor get_executor() const { return executor_; }

    Database& database() const { return core_->database; }

    /// The same for the keyspace `name`; the empty name is the default one.
    AsyncDatabase keyspace(std::string_view name) const {
        AsyncDatabase other = *this;
        other.keyspace_ = name;
        return other;
    }

    /// The newest snapshot of the keyspace. Waits for nothing, so it takes no token.
    Snapshot snapshot() const {
        const Snapshot now = core_->database.snapshot();
        return keyspace_.empty() ? now : now.keyspace(keyspace_);
    }

    /// Handler: void(std::exception_ptr, std::optional<std::string>).
    template <typename Token>
    auto get(std::string_view key, Token&& token) const {
        return read<std::optional<std::string>>(
            [key = std::string(key)](const Snapshot& now) {
                const auto value = now.get(key);
                return value ? std::optional<std::string>(*value) : std::nullopt;
            },
            std::forward<Token>(token));
    }

    /// Handler: void(std::exception_ptr, bool).
    template <typename Token>
    auto contains(std::string_view key, Token&& token) const {
        return read<bool>(
            [key = std::string(key)](const Snapshot& now) { return now.contains(key); },
            std::forward<Token>(token));
    }

    /// Handler: void(std::exception_ptr, std::uint64_t).
    template <typename Token>
    auto size(Token&& token) const {
        return read<std::uint64_t>([](const Snapshot& now) { return now.size(); },
                                   std::forward<Token>(token));
    }

    /// The first `limit` entries with keys in [from, to). Go on behind a page with its last key and
    /// a zero byte. Handler: void(std::exception_ptr, EntryList).
    template <typename Token>
    auto range(std::string_view from,
               std::string_view to,
               std::uint64_t limit,
               Token&& token) const {
        return read<EntryList>(
            [from = std::string(from), to = std::string(to), limit](const Snapshot& now) {
                return list(now.range(from, to).limit(limit));
            },
            std::forward<Token>(token));
    }

    /// Entries with keys that begin with `prefix`, without the first `skip`, at most `limit`.
    /// Handler: void(std::exception_ptr, EntryList).
    template <typename Token>
    auto prefix(std::string_view prefix,
                std::uint64_t skip,
                std::uint64_t limit,
                Token&& token) const {
        return read<EntryList>(
            [prefix = std::string(prefix), skip, limit](const Snapshot& now) {
                return list(now.prefix(prefix).skip(skip).limit(limit));
            },
            std::forward<Token>(token));
    }

    /// Handler: void(std::exception_ptr, CommitId).
    template <typename Token>
    auto set(std::string_view key, std::string_view value, Token&& token) const {
        const std::size_t bytes = key.size() + value.size();
        return write<CommitId>(
            [key = std::string(key), value = std::string(value), name = keyspace_](
                Transaction& change, CommitId&) { change.keyspace(name).set(key, value); },
            {},
            bytes,
            std::forward<Token>(token));
    }

    /// Whether it was there. Handler: void(std::exception_ptr, bool).
    template <typename Token>
    auto erase(std::string_view key, Token&& token) const {
        return write<bool>(
            [key = std::string(key), name = keyspace_](Transaction& change, bool& was_there) {
                was_there = change.keyspace(name).erase(key);
            },
            {},
            key.size(),
            std::forward<Token>(token));
    }

    /// Calls `function(transaction)` in the thread for writes. What it throws is the outcome, and
    /// takes its changes back, not those of the others that share the commit. It must neither end
    /// the transaction nor wait for this object. Handler: void(std::exception_ptr, CommitId).
    template <typename Function, typename Token>
    auto update(Function function, Token&& token) const {
        return write<CommitId>(
            detail::undone_if_thrown(std::move(function)), {}, 0, std::forward<Token>(token));
    }

    /// The same as a commit of its own.
    template <typename Function, typename Token>
    auto update(Function function, const CommitOptions& options, Token&& token) const {
        return write<CommitId>(
            detail::undone_if_thrown(std::move(function)), options, 0, std::forward<Token>(token));
    }

    /// Waits for the writer's turn, behind the writes started before; those started later wait
    /// until the transaction ends. Handler: void(std::exception_ptr, std::optional<Transaction>),
    /// empty only with an error.
    template <typename Token>
    auto begin(Token&& token) const {
        return write<std::optional<Transaction>>(
            [](Transaction& begun, std::optional<Transaction>& given) {
                given.emplace(std::move(begun));
            },
            {},
            0,
            std::forward<Token>(token));
    }

    /// Handler: void(std::exception_ptr, CommitId).
    template <typename Token>
    auto commit(Transaction transaction, const CommitOptions& options, Token&& token) const {
        return task<CommitId>(
            &detail::AsyncCore::commits,
            [transaction = std::move(transaction), options](CommitId& id) mutable {
                id = transaction.commit(options);
            },
            std::forward<Token>(token));
    }

    template <typename Token>
    auto commit(Transaction transaction, Token&& token) const {
        return commit(std::move(transaction), CommitOptions{}, std::forward<Token>(token));
    }

    /// Handler: void(std::exception_ptr).
    template <typename Token>
    auto sync(Token&& token) const {
        return task<>(
            &detail::AsyncCore::commits,
            [&database = core_->database] { database.sync(); },
            std::forward<Token>(token));
    }

    /// Calls `function(database)` in the thread for what takes long: to verify, to compact, to back
    /// up. Handler: void(std::exception_ptr, Result), or without it where that is void; a Result
    /// has a default constructor.
    template <typename Function, typename Token>
    auto run(Function function, Token&& token) const {
        using Result = std::invoke_result_t<Function&, Database&>;
        if constexpr (std::is_void_v<Result>) {
            return task<>(
                &detail::AsyncCore::tasks,
                [&database = core_->database, function = std::move(function)]() mutable {
                    function(database);
                },
                std::forward<Token>(token));
        } else {
            return task<Result>(
                &detail::AsyncCore::tasks,
                [&database = core_->database, function = std::move(function)](
                    Result& result) mutable { result = function(database); },
                std::forward<Token>(token));
        }
    }

    /// Handler: void(std::exception_ptr, VerifyReport).
    template <typename Token>
    auto verify(Token&& token) const {
        return run([](Database& database) { return database.verify(); },
                   std::forward<Token>(token));
    }

    /// Handler: void(std::exception_ptr, CompactReport).
    template <typename Token>
    auto compact(const CompactOptions& options, Token&& token) const {
        return run([options](Database& database) { return database.compact(options); },
                   std::forward<Token>(token));
    }

private:
    static EntryList list(const Range& range) {
        EntryList entries;
        for (const auto& [key, value] : range)
            entries.emplace_back(key, value);
        return entries;
    }

    template <typename Result, typename Function, typename Token>
    auto read(Function function, Token&& token) const {
        auto work = [&database = core_->database, name = keyspace_, function = std::move(function)](
                        Result& result) {
            const Snapshot now = database.snapshot();
            result = function(name.empty() ? now : now.keyspace(name));
        };
        if (options_.reads == AsyncReads::in_background) {
            return task<Result>(
                &detail::AsyncCore::reads, std::move(work), std::forward<Token>(token));
        }
        return boost::asio::async_initiate<Token, void(std::exception_ptr, Result)>(
            [executor = executor_, work = std::move(work)](auto&& handler) mutable {
                auto operation = detail::make_operation<Result>(
                    std::forward<decltype(handler)>(handler), executor, std::move(work));
                if (!operation->claim()) return;
                operation->run();
                operation->finish(nullptr);
            },
            token);
    }

    template <typename... Results, typename Function, typename Token>
    auto task(detail::TaskQueue detail::AsyncCore::*queue, Function function, Token&& token) const {
        return boost::asio::async_initiate<Token, void(std::exception_ptr, Results...)>(
            [core = core_, executor = executor_, queue, function = std::move(function)](
                auto&& handler) mutable {
                auto operation = detail::make_operation<Results...>(
                    std::forward<decltype(handler)>(handler), executor, std::move(function));
                detail::push_task((*core).*queue, operation);
            },
            token);
    }

    template <typename Result, typename Function, typename Token>
    auto write(Function function,
               std::optional<CommitOptions> options,
               std::size_t bytes,
               Token&& token) const {
        return boost::asio::async_initiate<Token, void(std::exception_ptr, Result)>(
            [core = core_,
             executor = executor_,
             options = std::move(options),
             bytes,
             function = std::move(function)](auto&& handler) mutable {
                auto operation = detail::make_operation<Result>(
                    std::forward<decltype(handler)>(handler), executor, std::move(function));
                detail::push_write(core->writes, operation, std::move(options), bytes);
            },
            token);
    }

    std::shared_ptr<detail::AsyncCore> core_;
    boost::asio::any_io_executor executor_;
    AsyncOptions options_;
    std::string keyspace_;
};

}  // namespace dbdb
