/// Single changes that threads make at the same time, in one commit that one of them makes.
///
/// A thread that sets one entry would wait for the turn, be woken, make a small commit and wake the
/// next one: with many threads the waking costs more than the work, and each commit writes its own
/// path of branches. So a thread leaves its change here. The first becomes the leader: it waits for
/// the turn, takes all changes that are there by then, applies them one after the other in one
/// transaction, and tells everybody how it went. From when it has taken them the next thread that
/// comes is the next leader, so one commit is made while another waits for the disk.
///
/// Source of the idea: "flat combining", Hendler, Incze, Shavit and Tzafrir, 2010.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>

#include <boost/intrusive/list.hpp>

#include "dbdb/transaction.hpp"

namespace dbdb::database {

/// All functions may be called by any thread.
class Combiner {
public:
    using Begin = std::function<Transaction()>;
    using Apply = std::function<void(Transaction&)>;

    /// Calls `apply`, in this thread or another, with a transaction that it may share with others,
    /// and returns when that is committed: its id. `begin` begins one, if this thread is to lead.
    /// Throws what `apply` has thrown, then nothing of it is done; or what has ended the
    /// transaction for all, then nothing of any is.
    CommitId commit(const Begin& begin, const Apply& apply);

    /// Changes that wait for the leader to take them, its own among them.
    std::size_t waiting() const;

private:
    /// On the stack of the thread that waits; gone as soon as that is woken.
    class Request : public boost::intrusive::list_base_hook<> {
    public:
        explicit Request(const Apply& apply) : apply_(apply) {}

        void apply(Transaction& transaction);
        void finish(CommitId commit, std::exception_ptr error);
        CommitId wait();

    private:
        const Apply& apply_;
        CommitId commit_ = 0;
        std::exception_ptr error_;
        std::mutex mutex_;
        std::condition_variable done_;
        bool is_done_ = false;
    };

    using Batch = boost::intrusive::list<Request>;

    bool enqueue(Request& request);
    void lead(const Begin& begin);
    void gather();
    Batch take();

    mutable std::mutex mutex_;
    Batch requests_;
    bool is_led_ = false;
    bool was_shared_ = false;  ///< The last leader was not alone.
};

}  // namespace dbdb::database
