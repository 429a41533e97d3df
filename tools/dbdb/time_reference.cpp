#include "time_reference.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <ctime>

namespace dbdb::tool {

namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;
using std::chrono::system_clock;
using Time = std::optional<system_clock::time_point>;

/// Reads a text from its beginning on; what does not fit leaves it as it is.
class Scanner {
public:
    explicit Scanner(std::string_view rest) : rest_(rest) {}

    bool is_at_end() const { return rest_.empty(); }

    bool take(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    /// A number of exactly `count` digits.
    std::optional<int> digits(std::size_t count) {
        const std::string_view word = rest_.substr(0, count);
        if (word.size() < count || word.find_first_not_of("0123456789") != word.npos) return {};
        rest_.remove_prefix(count);
        int number = 0;
        std::from_chars(word.data(), word.data() + count, number);
        return number;
    }

    /// A number of 1 to 9 digits.
    std::optional<int> number() {
        const std::size_t count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        if (count == 0 || count > 9) return std::nullopt;
        return digits(count);
    }

    /// The digits behind a decimal point, up to nine.
    std::optional<nanoseconds> fraction() {
        const std::size_t before = rest_.size();
        const auto number = this->number();
        if (!number) return std::nullopt;
        std::int64_t count = *number;
        for (std::size_t digit = before - rest_.size(); digit < 9; ++digit)
            count *= 10;
        return nanoseconds(count);
    }

private:
    std::string_view rest_;
};

std::optional<std::chrono::sys_days> date_in(Scanner& scanner) {
    const auto year = scanner.digits(4);
    if (!year || !scanner.take("-")) return std::nullopt;
    const auto month = scanner.digits(2);
    if (!month || !scanner.take("-")) return std::nullopt;
    const auto day = scanner.digits(2);
    if (!day) return std::nullopt;
    const auto date = std::chrono::year(*year) / *month / *day;
    // Times are counted in nanoseconds of 64 bits since 1970.
    if (!date.ok() || *year < 1678 || *year > 2261) return std::nullopt;
    return std::chrono::sys_days(date);
}

/// Since midnight.
std::optional<nanoseconds> time_of_day_in(Scanner& scanner) {
    const auto hour = scanner.digits(2);
    if (!hour || *hour > 23 || !scanner.take(":")) return std::nullopt;
    const auto minute = scanner.digits(2);
    if (!minute || *minute > 59) return std::nullopt;
    nanoseconds time = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
    if (!scanner.take(":")) return time;
    const auto second = scanner.digits(2);
    if (!second || *second > 59) return std::nullopt;
    time += seconds(*second);
    if (!scanner.take(".")) return time;
    const auto fraction = scanner.fraction();
    if (!fraction) return std::nullopt;
    return time + *fraction;
}

/// How far the clocks of the zone are ahead, when the text names one.
std::optional<seconds> offset_in(Scanner& scanner) {
    if (scanner.take("Z") || scanner.take("z")) return seconds(0);
    const bool is_behind = scanner.take("-");
    if (!is_behind && !scanner.take("+")) return std::nullopt;
    const auto hours = scanner.digits(2);
    if (!hours || *hours > 23) return std::nullopt;
    scanner.take(":");
    const auto minutes = scanner.digits(2);
    if (!minutes || *minutes > 59) return std::nullopt;
    const seconds offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return is_behind ? -offset : offset;
}

/// What the clocks here showed as `day` and `time`.
Time local_time(std::chrono::sys_days day, nanoseconds time) {
    const std::chrono::year_month_day date(day);
    const auto second = std::chrono::floor<seconds>(time);
    std::tm clock{};
    clock.tm_year = static_cast<int>(date.year()) - 1900;
    clock.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    clock.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
    clock.tm_sec = static_cast<int>(second.count());
    clock.tm_isdst = -1;
    // Whether -1 is a time or a failure is told by the day of the week alone.
    clock.tm_wday = -1;
    const std::time_t utc = std::mktime(&clock);
    if (clock.tm_wday < 0) return std::nullopt;
    return system_clock::from_time_t(utc) + (time - second);
}

Time absolute_time(Scanner scanner) {
    const auto day = date_in(scanner);
    if (!day) return std::nullopt;
    nanoseconds time{0};
    if (scanner.take("T") || scanner.take("t") || scanner.take(" ")) {
        const auto time_of_day = time_of_day_in(scanner);
        if (!time_of_day) return std::nullopt;
        time = *time_of_day;
    }
    if (scanner.is_at_end()) return local_time(*day, time);
    const auto offset = offset_in(scanner);
    if (!offset || !scanner.is_at_end()) return std::nullopt;
    return *day + time - *offset;
}

struct Unit {
    std::string_view name;
    nanoseconds length;
};

/// A name stands before those that it begins with.
constexpr std::array units{Unit{"ms", std::chrono::milliseconds(1)},
                           Unit{"s", seconds(1)},
                           Unit{"m", std::chrono::minutes(1)},
                           Unit{"h", std::chrono::hours(1)},
                           Unit{"d", std::chrono::days(1)},
                           Unit{"w", std::chrono::weeks(1)}};

std::optional<nanoseconds> unit_in(Scanner& scanner) {
    for (const Unit& unit : units)
        if (scanner.take(unit.name)) return unit.length;
    return std::nullopt;
}

/// At most `longest`.
std::optional<nanoseconds> duration_in(Scanner scanner, nanoseconds longest) {
    nanoseconds duration{0};
    do {
        const auto number = scanner.number();
        const auto unit = number ? unit_in(scanner) : std::nullopt;
        if (!unit || *number > (longest - duration) / *unit) return std::nullopt;
        duration += *number * *unit;
    } while (!scanner.is_at_end());
    return duration;
}

Time relative_time(Scanner scanner, system_clock::time_point now) {
    const auto before = duration_in(scanner, now.time_since_epoch());
    return before ? Time(now - *before) : std::nullopt;
}

}  // namespace

Time time_named(std::string_view text, system_clock::time_point now) {
    Scanner scanner(text);
    return scanner.take("-") ? relative_time(scanner, now) : absolute_time(scanner);
}

std::optional<nanoseconds> duration_named(std::string_view text) {
    return duration_in(Scanner(text), nanoseconds::max());
}

}  // namespace dbdb::tool
