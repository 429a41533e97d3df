#include "range_arguments.hpp"

#include <algorithm>

namespace dbdb::tool {

namespace {

/// The smallest key above all that begin with `prefix`; empty when there is none.
std::optional<std::string> end_of_prefix(std::string prefix) {
    while (prefix.ends_with('\xFF'))
        prefix.pop_back();
    if (prefix.empty()) return std::nullopt;
    prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    return prefix;
}

/// The lesser of two ends, of which an empty one is beyond all keys. Keys are compared as unsigned
/// bytes, as std::string does.
void lower(std::optional<std::string>& to, const std::optional<std::string>& other) {
    if (other && (!to || *other < *to)) to = other;
}

}  // namespace

void RangeArguments::add_to(Arguments& arguments) {
    arguments.option("--prefix", "P", prefix, "Only keys that begin with P");
    arguments.option("--from", "K", from, "Only keys not less than K");
    arguments.option("--to", "K", to, "Only keys less than K");
}

RangeArguments::Bounds RangeArguments::bounds(text::Spelling spelling) const {
    Bounds bounds;
    if (from) bounds.from = decode_argument("--from", *from, spelling);
    if (to) bounds.to = decode_argument("--to", *to, spelling);
    if (prefix) {
        const std::string begin = decode_argument("--prefix", *prefix, spelling);
        bounds.from = std::max(bounds.from, begin);
        lower(bounds.to, end_of_prefix(begin));
    }
    return bounds;
}

Range RangeArguments::range_of(const Snapshot& snapshot, text::Spelling spelling) const {
    const Bounds wanted = bounds(spelling);
    if (!wanted.to) return snapshot.range_from(wanted.from);
    return snapshot.range(wanted.from, std::max(wanted.from, *wanted.to));
}

Diff RangeArguments::changes_of(const Diff& diff, text::Spelling spelling) const {
    const Bounds wanted = bounds(spelling);
    return wanted.to ? diff.from(wanted.from).to(*wanted.to) : diff.from(wanted.from);
}

}  // namespace dbdb::tool
