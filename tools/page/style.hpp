/// The look that the pages of dbdb share: the report of a database and that of the benchmark.
#pragma once

#include <string_view>

namespace dbdb::page {

/// Colours follow what the reader's system prefers. Each page adds what it alone has.
inline constexpr std::string_view style = R"(
:root { color-scheme: light dark; --text: #1c1f23; --quiet: #59626d; --page: #ffffff;
  --card: #f5f7f9; --line: #d9dee4; --own: #1769d2; --peer: #9aa7b5; --base: #5f6c7a;
  --limit: #e3e7ec; --good: #1a7f4b; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ed; --quiet: #9aa5b1; --page: #14171a;
  --card: #1c2024; --line: #333a42; --own: #58a2ff; --peer: #59646f; --base: #8b98a5;
  --limit: #272d33; --good: #5ecb93; --bad: #ff8a80; } }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--text); background: var(--page);
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2rem 0 0; }
p { margin: .3rem 0; } .quiet { color: var(--quiet); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .87rem; }
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
  white-space: nowrap; font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; } summary { cursor: pointer; }
)";

}  // namespace dbdb::page
