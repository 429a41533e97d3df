/// How operations of AsyncDatabase complete. Include "dbdb/async.hpp".
#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <tuple>
#include <utility>  // Boost.Asio 1.74 uses std::exchange without it.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <boost/version.hpp>

#if BOOST_VERSION >= 107700
#include <boost/asio/associated_cancellation_slot.hpp>
#endif

#include "dbdb/async_queue.hpp"

namespace dbdb::detail {

/// The outcome of what was cancelled: boost::asio::error::operation_aborted, as use_awaitable and
/// use_future would throw it.
inline std::exception_ptr operation_aborted() {
    return std::make_exception_ptr(
        boost::system::system_error(make_error_code(boost::asio::error::operation_aborted)));
}

/// A handler with what it is to be called with, and its executor and allocator.
template <typename Handler, typename Function, typename... Results>
struct BoundHandler {
    using executor_type = boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>;
    using allocator_type = boost::asio::associated_allocator_t<Handler>;

    executor_type get_executor() const noexcept { return executor; }

    allocator_type get_allocator() const noexcept {
        return boost::asio::get_associated_allocator(handler);
    }

    void operator()() {
        std::apply(
            [this](Results&... each) { std::move(handler)(std::move(error), std::move(each)...); },
            results);
    }

    Handler handler;
    executor_type executor;
    std::exception_ptr error;
    std::tuple<Results...> results;
    Function
        function;  ///< Here, so that what it holds ends with the handler, not in a thread of ours.
};

/// One operation from its start to its handler. `Function` does the work: it is called with the
/// transaction, if it needs one, and with the results to be filled in.
template <typename Handler, typename Function, typename... Results>
class AsyncOperation {
public:
    using Bound = BoundHandler<Handler, Function, Results...>;
    using Executor = typename Bound::executor_type;

    AsyncOperation(Handler handler,
                   const boost::asio::any_io_executor& io_executor,
                   Function function)
        : handler_(std::move(handler)),
          executor_(boost::asio::get_associated_executor(handler_, io_executor)),
          io_work_(io_executor),
          handler_work_(executor_),
          function_(std::move(function)) {}

    /// For one of the thread that takes the operation and those that cancel it.
    bool claim() noexcept { return !is_claimed_.exchange(true, std::memory_order_acq_rel); }

    /// Does the work; what it throws is the outcome.
    template <typename... Given>
    void run(Given&... given) noexcept {
        try {
            std::apply([&](Results&... results) { function_(given..., results...); }, results_);
        } catch (...) {
            error_ = std::current_exception();
        }
    }

    /// Sends the handler to its executor; never calls it here. `error` counts where the work has
    /// told none.
    void finish(const std::exception_ptr& error) noexcept {
        Executor executor = executor_;
        Bound bound{std::move(handler_),
                    executor,
                    error_ ? error_ : error,
                    std::move(results_),
                    std::move(function_)};
        boost::asio::post(executor, std::move(bound));
        handler_work_.reset();
        io_work_.reset();
    }

    std::tuple<Results...>& results() noexcept { return results_; }

private:
    Handler handler_;
    Executor executor_;
    boost::asio::executor_work_guard<boost::asio::any_io_executor> io_work_;
    boost::asio::executor_work_guard<Executor> handler_work_;
    Function function_;
    std::tuple<Results...> results_{};
    std::exception_ptr error_{};
    std::atomic<bool> is_claimed_{false};
};

/// The functions by which a queue reaches an operation of this type.
template <typename Operation>
struct QueueAccess {
    static Operation& of(void* state) noexcept { return *static_cast<Operation*>(state); }

    static bool claim(void* state) noexcept { return of(state).claim(); }

    static void run(void* state) noexcept { of(state).run(); }

    static void apply(void* state, Transaction& transaction) noexcept {
        of(state).run(transaction);
    }

    static void give(void* state, Transaction&& transaction) noexcept {
        of(state).run(transaction);
        of(state).finish(nullptr);
    }

    /// Of the results the one that is a commit is known only here.
    static void finish(void* state, CommitId commit, const std::exception_ptr& error) noexcept {
        using Results = std::remove_reference_t<decltype(of(state).results())>;
        if constexpr (std::is_same_v<Results, std::tuple<CommitId>>) {
            if (commit != 0) std::get<CommitId>(of(state).results()) = commit;
        }
        of(state).finish(error);
    }
};

/// Makes an operation in memory of its handler's allocator, which ends when its handler is told to
/// stop, where the Boost in use has that.
template <typename... Results, typename Handler, typename Function>
auto make_operation(Handler&& handler,
                    const boost::asio::any_io_executor& io_executor,
                    Function function) {
    using Operation = AsyncOperation<std::decay_t<Handler>, Function, Results...>;
    const auto allocator = boost::asio::get_associated_allocator(handler);
#if BOOST_VERSION >= 107700
    auto slot = boost::asio::get_associated_cancellation_slot(handler);
#endif
    auto operation = std::allocate_shared<Operation>(
        allocator, std::forward<Handler>(handler), io_executor, std::move(function));
#if BOOST_VERSION >= 107700
    if (slot.is_connected()) {
        slot.assign([weak = std::weak_ptr(operation)](boost::asio::cancellation_type) {
            const auto alive = weak.lock();
            if (alive && alive->claim()) alive->finish(operation_aborted());
        });
    }
#endif
    return operation;
}

}  // namespace dbdb::detail
