#include "script.hpp"

#include <doctest/doctest.h>

namespace dbdb::test {

namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The file's name and, where there is one, the place in it.
bool names_place(const std::string& text) {
    const bool has_place = holds(text, "at byte") || holds(text, ": sync") || holds(text, ": size");
    return holds(text, "test.db: ") && has_place;
}

}  // namespace

Database& Script::db() {
    if (!db_) db_ = store_.open(options_);
    return *db_;
}

void Script::commit(const Change& change, const CommitOptions& how) {
    Contents after = acknowledged_;
    db();
    in_doubt_ = acknowledged_;
    {
        Transaction transaction = db().begin();
        change(transaction, after);
        in_doubt_ = after;
        transaction.commit(how);
    }
    in_doubt_.reset();
    acknowledged_ = std::move(after);
    states_.push_back({db().snapshot(), acknowledged_});
}

void Script::set(const std::string& key, const std::string& value, const CommitOptions& how) {
    commit(
        [&](Transaction& transaction, Contents& after) {
            transaction.set(key, value);
            after[key] = value;
        },
        how);
}

void Script::set_elsewhere(const std::string& key, const std::string& value) {
    Database::open(store_.memory).set(key, value);
    acknowledged_[key] = value;
}

void Script::close() {
    if (!db_) return;
    Database closing = std::move(*db_);
    db_.reset();
    closing.close();
}

void Script::check_after(const Error& error, const Fault& fault) {
    CHECK(error.errc() == Errc::io);
    CHECK(error.system_reason() == fault.system_errno);
    CHECK_MESSAGE(names_place(error.what()), error.what());
    check_readers();
    if (db_) check_later_commits(error);
}

void Script::check_readers() const {
    for (const State& state : states_)
        CHECK(contents_of(state.snapshot) == state.contents);
    if (!db_) return;
    CHECK(contents_of(db_->snapshot()) == acknowledged_);
    CHECK(db_->verify().ok());
}

/// Where a sync may have failed nothing more is taken; else the next transaction succeeds.
void Script::check_later_commits(const Error& error) {
    const bool is_final = holds(error.what(), "open the database anew");
    const auto later = error_of([&] { db_->set("later", "value"); });
    CHECK(later.has_value() == is_final);
    if (later) CHECK(later->system_reason() == error.system_reason());
    if (is_final) {
        CHECK(error_of([&] { db_->sync(); }).has_value());
    } else {
        acknowledged_["later"] = "value";
        in_doubt_.reset();
    }
    check_readers();
}

void Script::check_reopened() {
    static_cast<void>(error_of([&] { close(); }));
    Database db = Database::open(store_.memory);
    Contents found = contents_of(db.snapshot());
    CHECK((found == acknowledged_ || (in_doubt_ && found == *in_doubt_)));
    CHECK(db.verify().ok());
    db.set("reopened", "value");
    found["reopened"] = "value";
    CHECK(contents_of(db.snapshot()) == found);
    for (const State& state : states_)
        CHECK(contents_of(state.snapshot) == state.contents);
    db.close();
    CHECK(contents_of(Database::open(store_.memory).snapshot()) == found);
}

}  // namespace dbdb::test
