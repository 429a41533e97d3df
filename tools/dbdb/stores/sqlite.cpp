#include <algorithm>
#include <memory>
#include <sqlite3.h>
#include <vector>

#include "stores/store.hpp"
#include "text/escape.hpp"

namespace dbdb::stores {

namespace {

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&::sqlite3_finalize)>;

/// As SQL writes a name, whatever bytes it has.
std::string quoted_name(const std::string& name) {
    std::string quoted = "\"";
    for (const char byte : name)
        quoted.append(byte == '"' ? 2 : 1, byte);
    return quoted + "\"";
}

class Connection {
public:
    explicit Connection(const std::string& path) {
        sqlite3* opened = nullptr;
        const int result = ::sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
        connection_.reset(opened);
        check(result);
    }

    Statement prepare(const std::string& text) const {
        sqlite3_stmt* statement = nullptr;
        check(::sqlite3_prepare_v2(connection_.get(), text.c_str(), -1, &statement, nullptr));
        return {statement, ::sqlite3_finalize};
    }

    /// Whether there is another row.
    bool step(const Statement& statement) const {
        const int result = ::sqlite3_step(statement.get());
        if (result != SQLITE_ROW && result != SQLITE_DONE) check(result);
        return result == SQLITE_ROW;
    }

    [[noreturn]] static void refuse(const std::string& text) {
        throw exchange::InputError(0, text);
    }

private:
    void check(int result) const {
        if (result != SQLITE_OK) refuse(::sqlite3_errmsg(connection_.get()));
    }

    std::unique_ptr<sqlite3, decltype(&::sqlite3_close)> connection_{nullptr, ::sqlite3_close};
};

/// Numbers become their digits.
std::string_view bytes_of(const Statement& row, int column) {
    const auto* const bytes = static_cast<const char*>(::sqlite3_column_blob(row.get(), column));
    const int count = ::sqlite3_column_bytes(row.get(), column);
    return bytes == nullptr ? std::string_view()
                            : std::string_view(bytes, static_cast<std::size_t>(count));
}

std::vector<std::string> column_of(const Connection& connection,
                                   const std::string& query,
                                   int column) {
    std::vector<std::string> names;
    const Statement row = connection.prepare(query);
    while (connection.step(row))
        names.emplace_back(bytes_of(row, column));
    return names;
}

std::string only_table(const Connection& connection) {
    const auto tables = column_of(connection,
                                  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name "
                                  "NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                                  0);
    if (tables.size() == 1) return tables[0];
    std::string known;
    for (const std::string& table : tables)
        known += " " + text::quoted(table);
    connection.refuse(tables.empty() ? "it has no table" : "choose with --table one of" + known);
}

/// `key` and `value` where the table has these, else its only two columns.
std::pair<std::string, std::string> columns_of(const Connection& connection,
                                               const std::string& table) {
    const auto columns = column_of(connection, "PRAGMA table_info(" + quoted_name(table) + ")", 1);
    const auto has = [&columns](const char* name) {
        return std::ranges::find(columns, name) != columns.end();
    };
    if (has("key") && has("value")) return {"key", "value"};
    if (columns.size() == 2) return {columns[0], columns[1]};
    connection.refuse(
        "table " + text::quoted(table) +
        (columns.empty() ? " is not there" : " has neither columns key and value nor just two"));
}

}  // namespace

void read_sqlite(const std::string& path,
                 const std::optional<std::string>& table,
                 const exchange::TakeRecord& take) {
    const Connection connection(path);
    const std::string name = table ? *table : only_table(connection);
    const auto [key, value] = columns_of(connection, name);
    const Statement row = connection.prepare("SELECT " + quoted_name(key) + ", " +
                                             quoted_name(value) + " FROM " + quoted_name(name));
    while (connection.step(row)) {
        if (::sqlite3_column_type(row.get(), 0) == SQLITE_NULL)
            connection.refuse("a row of " + text::quoted(name) + " has no key");
        take({bytes_of(row, 0), bytes_of(row, 1)});
    }
}

}  // namespace dbdb::stores
