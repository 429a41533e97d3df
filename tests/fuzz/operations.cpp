/// Runs the operations that the input spells on a database and on a map, which must agree.
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "hostile/outcome.hpp"
#include "input.hpp"

namespace {

using dbdb::test::Contents;

void require(bool is_right, const char* what) {
    if (is_right) return;
    std::fprintf(stderr, "database and map differ: %s\n", what);
    std::abort();
}

class Run {
public:
    explicit Run(dbdb::fuzz::Input input) : input_(input) {}

    void run() {
        for (unsigned steps = 0; !input_.empty() && steps < 200; ++steps)
            step();
        end(true);
        reopen();
    }

private:
    void step() {
        begin();
        switch (input_.number(1) % 10) {
            case 0:
                return reopen();
            case 1:
                return end(true);
            case 2:
                return end(false);
            case 3:
                return mark();
            case 4:
                return go_back();
            case 5:
                return erase_run();
            case 6:
                return look();
            case 7: {
                const std::string key = this->key();
                return require(transaction_->erase(key) == (model_.erase(key) == 1), "erase");
            }
            default:
                return set();
        }
    }

    std::string key() {
        const std::string text(input_.text(1 + input_.number(1) % 3));
        return input_.number(1) % 16 == 0 ? text + std::string(600, 'k') : text;
    }

    void begin() {
        if (!transaction_) transaction_.emplace(db_->begin());
    }

    void end(bool is_commit) {
        if (!transaction_) return;
        savepoint_.reset();
        if (is_commit) {
            transaction_->commit({.durability = dbdb::Durability::none});
            committed_ = model_;
        } else {
            transaction_->rollback();
            model_ = committed_;
        }
        transaction_.reset();
        require(dbdb::test::contents_of(db_->snapshot()) == committed_, "contents");
    }

    void reopen() {
        end(false);
        db_.reset();
        db_.emplace(dbdb::Database::open(file_));
        require(dbdb::test::contents_of(db_->snapshot()) == committed_, "contents of a reopening");
        require(db_->verify().ok(), "the full check");
    }

    void mark() {
        savepoint_.emplace(transaction_->savepoint());
        marked_ = model_;
    }

    void go_back() {
        if (!savepoint_) return;
        transaction_->rollback_to(*savepoint_);
        model_ = marked_;
    }

    void erase_run() {
        const std::string from = key();
        const std::string to = key();
        std::uint64_t erased = 0;
        for (auto at = model_.lower_bound(from); at != model_.end() && at->first < to; ++erased)
            at = model_.erase(at);
        require(transaction_->erase_range(from, to) == erased, "erase_range");
    }

    void look() {
        const std::string key = this->key();
        const auto at = model_.find(key);
        const auto value = transaction_->get(key);
        require(value.has_value() == (at != model_.end()), "get");
        if (value) require(*value == at->second, "the value of get");
        const auto rank = std::distance(model_.begin(), model_.lower_bound(key));
        require(transaction_->rank(key) == static_cast<std::uint64_t>(rank), "rank");
        require(transaction_->size() == model_.size(), "size");
    }

    void set() {
        const std::string key = this->key();
        const std::string value(input_.number(1) * (input_.number(1) % 16), 'v');
        transaction_->set(key, value);
        model_[key] = value;
    }

    dbdb::fuzz::Input input_;
    std::shared_ptr<dbdb::File> file_ = dbdb::test::file_with({});
    std::optional<dbdb::Database> db_{dbdb::Database::open(file_)};
    std::optional<dbdb::Transaction> transaction_;
    std::optional<dbdb::Savepoint> savepoint_;
    Contents committed_;
    Contents model_;
    Contents marked_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes) {
    Run(dbdb::fuzz::Input(data, bytes)).run();
    return 0;
}
