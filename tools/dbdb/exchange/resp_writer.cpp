#include <string>

#include "exchange/resp.hpp"

namespace dbdb::exchange {

namespace {

void write_bulk(std::string_view bytes, const text::Write& write) {
    write("$" + std::to_string(bytes.size()) + "\r\n");
    write(bytes);
    write("\r\n");
}

}  // namespace

void write_resp_record(std::string_view key,
                       std::string_view value,
                       const EntryOptions& entry,
                       const text::Write& write) {
    write(entry.expires_at ? "*5\r\n" : "*3\r\n");
    write_bulk("SET", write);
    write_bulk(key, write);
    write_bulk(value, write);
    if (!entry.expires_at) return;
    write_bulk("PXAT", write);
    write_bulk(std::to_string(entry.expires_at->time_since_epoch().count()), write);
}

}  // namespace dbdb::exchange
