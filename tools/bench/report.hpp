/// How the figures are shown: a table for people, JSON for programs. Both go to the standard
/// output; the table row by row, JSON at the end.
#pragma once

#include <memory>
#include <span>

#include "environment.hpp"
#include "harness.hpp"

namespace dbdb::bench {

class Report {
public:
    Report() = default;
    virtual ~Report() = default;
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;

    virtual void begin(const Plan& plan, const Environment& environment) = 0;
    virtual void add_row(std::span<const Series> row) = 0;
    virtual void end() = 0;
};

std::unique_ptr<Report> table_report();
std::unique_ptr<Report> json_report();

}  // namespace dbdb::bench
