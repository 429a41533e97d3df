/// A database behind a gate for its syncs, and a context that a test runs itself.
#pragma once

#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "dbdb/async.hpp"

#include "support/database_fixture.hpp"
#include "transaction/gate_file.hpp"

namespace dbdb::test {

/// What a handler was called with.
template <typename Result>
struct Outcome {
    unsigned calls = 0;
    std::exception_ptr error{};
    Result result{};

    /// A handler that remembers here.
    auto handler() {
        return [this](const std::exception_ptr& told, Result value) {
            ++calls;
            error = told;
            result = std::move(value);
        };
    }

    /// The kind of dbdb::Error that it was told.
    std::optional<Errc> errc() const {
        return errc_of([this] {
            if (error) std::rethrow_exception(error);
        });
    }

    bool was_aborted() const {
        try {
            if (error) std::rethrow_exception(error);
        } catch (const boost::system::system_error& aborted) {
            return aborted.code() == boost::asio::error::operation_aborted;
        } catch (...) {
        }
        return false;
    }
};

struct AsyncFixture {
    std::shared_ptr<GateFile> gate = std::make_shared<GateFile>(file_with({}));
    Database db = Database::open(gate);
    boost::asio::io_context io;
    AsyncDatabase async{db, io.get_executor()};

    AsyncFixture() { db.set("first", "1"); }

    /// Lets one write reach its sync and wait there, so that what follows waits together.
    void hold_writes() {
        gate->shut();
        const unsigned syncs = gate->sync_count();
        async.set("held", "1", held.handler());
        gate->wait_for_syncs(syncs + 1);
    }

    /// Calls all handlers, those of operations that are under way as well.
    void run() {
        gate->open();
        io.restart();
        io.run();
    }

    Outcome<CommitId> held;
};

}  // namespace dbdb::test
