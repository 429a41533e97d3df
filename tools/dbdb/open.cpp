#include "open.hpp"

#include <algorithm>
#include <chrono>

#include "errors.hpp"
#include "event_log.hpp"
#include "failure.hpp"
#include "session.hpp"

namespace dbdb::tool {

namespace {

constexpr std::uint64_t timeout_seconds_default = 30;

/// A longer wait would overflow the clock; this one is ten years.
constexpr std::uint64_t timeout_seconds_max = 315'360'000;

/// A program is used by people, for whom a tenth of a second is long.
constexpr std::chrono::milliseconds slow_operation{100};

/// Without `--log` there is no hook, and nothing is timed for it.
Options logged_options() {
    Options options;
    options.on_event = event_log_hook();
    if (options.on_event) options.slow_operation = slow_operation;
    return options;
}

Database open(const std::string& path, const Options& options) {
    try {
        return Database::open(path, options);
    } catch (const Error& error) {
        throw opening_failure(path, error);
    }
}

}  // namespace

Database open_to_read(const std::string& path) {
    Options options = logged_options();
    options.read_only = true;
    options.create = false;
    return open(path, options);
}

Database open_to_write(const std::string& path, Missing missing) {
    Options options = logged_options();
    options.create = missing == Missing::make;
    return open(path, options);
}

Writing begin(Database& database, const std::optional<std::uint64_t>& timeout_seconds) {
    Session* const session = present_session();
    if (session == nullptr) return Writing(begin_alone(database, timeout_seconds));
    if (session->at)
        throw Failure(ExitCode::wrong_arguments,
                      "an older commit does not change; go back to the newest with: at HEAD");
    if (session->transaction) return Writing(*session->transaction);
    return Writing(begin_alone(database, timeout_seconds));
}

Transaction begin_alone(Database& database, const std::optional<std::uint64_t>& timeout_seconds) {
    const std::uint64_t seconds =
        std::min(timeout_seconds.value_or(timeout_seconds_default), timeout_seconds_max);
    try {
        std::optional<Transaction> transaction = database.try_begin(std::chrono::seconds(seconds));
        if (transaction) return *std::move(transaction);
    } catch (const Error& error) {
        throw opening_failure(database.name(), error);
    }
    throw Failure(ExitCode::cannot_open,
                  database.name() + ": locked by another writer (waited " +
                      std::to_string(seconds) + " s); try again, or wait longer with --timeout");
}

}  // namespace dbdb::tool
