#include "mixed.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace dbdb::bench {

namespace {

constexpr double exponent = 0.99;

double frequency(double number) { return std::pow(number, -exponent); }

/// The area below `frequency`, and back.
double area(double number) { return std::pow(number, 1 - exponent) / (1 - exponent); }

double area_inverse(double area) { return std::pow(area * (1 - exponent), 1 / (1 - exponent)); }

/// From 0 to 1.
double fraction(RandomSource& random) { return static_cast<double>(random.next() >> 11) * 0x1p-53; }

void append(Digest& all, const Digest& next) {
    all.entries += next.entries;
    all.sum = all.sum * 0x9e3779b97f4a7c15U + next.sum;
}

}  // namespace

ZipfianSource::ZipfianSource(std::uint64_t limit)
    : limit_(static_cast<double>(limit)),
      area_of_first_(area(1.5) - 1),
      area_of_all_(area(limit_ + 0.5)),
      squeeze_(2 - area_inverse(area(2.5) - frequency(2))) {}

std::uint64_t ZipfianSource::next(RandomSource& random) const {
    for (;;) {
        const double place = area_of_all_ + fraction(random) * (area_of_first_ - area_of_all_);
        const double exact = area_inverse(place);
        const double number = std::clamp(std::round(exact), 1.0, limit_);
        if (number - exact <= squeeze_ || place >= area(number + 0.5) - frequency(number))
            return static_cast<std::uint64_t>(number) - 1;
    }
}

Mix::Mix(const Work& work, std::uint64_t operations_max, unsigned round)
    : work_(work),
      random_(round),
      popular_(work.sizes.entries),
      keys_(operations_max, work.shape),
      changes_(operations_max, work.shape) {
    operations_.reserve(operations_max);
}

std::uint64_t Mix::popular_index() { return mix(popular_.next(random_)) % work_.sizes.entries; }

std::uint64_t Mix::recent_index() {
    return work_.sizes.entries + inserts_ - 1 - popular_.next(random_);
}

void Mix::get(std::uint64_t index) {
    const Key key = keys_.add(index);
    operations_.push_back({keys_.all().last(1), {}, 0});
    Digest answer;
    const auto found = newest_.find(key);
    if (found != newest_.end()) {
        answer.add(found->second);
    } else {
        std::array<char, Shape{}.value_bytes> value;
        fill_value(value, key, 0);
        answer.add({value.data(), value.size()});
    }
    append(expected_, answer);
}

void Mix::update(std::uint64_t index) { set(index); }

void Mix::insert() { set(work_.sizes.entries + inserts_++); }

void Mix::set(std::uint64_t index) {
    changes_.set(index, changes_.all().size() + 1);
    operations_.push_back({{}, changes_.all().last(1), 0});
    const Change& change = changes_.all().back();
    newest_[change.key] = change.value;
}

void Mix::scan(std::uint64_t index, std::uint64_t entries_max) {
    const Key key = keys_.add(index);
    operations_.push_back({keys_.all().last(1), {}, entries_max});
    append(expected_, expected_entries(key, entries_max));
}

/// Merges what was loaded with what was set; of the same key the latter counts.
Digest Mix::expected_entries(Key from, std::uint64_t entries_max) const {
    auto loaded = std::ranges::lower_bound(work_.entries, from, {}, &Change::key);
    auto newer = newest_.lower_bound(from);
    Digest answer;
    while (answer.entries < entries_max &&
           (loaded != work_.entries.end() || newer != newest_.end())) {
        const bool takes_newer = newer != newest_.end() &&
                                 (loaded == work_.entries.end() || newer->first <= loaded->key);
        if (takes_newer && loaded != work_.entries.end() && loaded->key == newer->first) ++loaded;
        const Key key = takes_newer ? newer->first : loaded->key;
        answer.add(key, takes_newer ? newer->second : loaded->value);
        takes_newer ? void(++newer) : void(++loaded);
    }
    return answer;
}

Digest Mix::run(Store& store) const {
    Digest all;
    for (const Operation& operation : operations_) {
        if (!operation.change.empty())
            store.write(operation.change, 1, Sync::never);
        else if (operation.entries_max == 0)
            append(all, store.get(operation.key));
        else
            append(all, store.seek(operation.key, operation.entries_max));
    }
    return all;
}

}  // namespace dbdb::bench
