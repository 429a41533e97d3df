/// What of the page's look and behaviour the report alone has. The style is that of ../page with
/// this behind it; the script shows on touch and at once what `<title>` shows after a while.
#pragma once

#include <string_view>

namespace dbdb::tool::report {

inline constexpr std::string_view own_style = R"(
:root { --fixed: #5f6c7a; --branch: #7b4fc9; --leaf: #1769d2; --blob: #0b8f86; --commit: #b3261e;
  --older: #d9822b; --garbage: #c3c9d0; --prepared: #eef1f4; --on-tone: #ffffff; --tone0: #1d5fb4;
  --tone1: #0b7a72; --tone2: #6a44b0; --tone3: #96550f; --tone4: #5a6470; }
@media (prefers-color-scheme: dark) { :root { --fixed: #8b98a5; --branch: #b394f0; --leaf: #58a2ff;
  --blob: #3fc1b7; --commit: #ff8a80; --older: #f0a95c; --garbage: #454d56; --prepared: #22272c; } }
svg { display: block; width: 100%; overflow: visible; }
.map, .growth, .treemap { height: 9rem; margin: .5rem 0; overflow: hidden; border-radius: 4px; }
.growth { background: var(--card); } .treemap { height: 15rem; }
.columns { height: 10rem; margin: .5rem 0; } .stack { height: 1.4rem; margin: .2rem 0 .6rem; }
.swatch { display: inline-block; width: .8rem; height: .8rem; vertical-align: -.05rem; }
.map rect, .stack rect { shape-rendering: crispEdges; }
.treemap svg { overflow: hidden; } .treemap rect { stroke: var(--page); stroke-width: 2px; }
.treemap text { fill: var(--on-tone); font-size: 13px; }
.label { fill: var(--quiet); font-size: 12px; } .name { unicode-bidi: isolate; }
.bar { fill: var(--own); } .field { fill: transparent; } .axis { fill: var(--line); }
.ideal { fill: none; stroke: var(--text); stroke-width: 1.5px; stroke-dasharray: 3 3; }
.bookmark { stroke: var(--text); stroke-width: 2px; stroke-dasharray: 4 3; }
.kind-fixed { fill: var(--fixed); } .kind-branch { fill: var(--branch); }
.kind-leaf { fill: var(--leaf); } .kind-blob { fill: var(--blob); }
.kind-commit { fill: var(--commit); } .kind-older-commits { fill: var(--older); }
.kind-garbage { fill: var(--garbage); } .kind-prepared { fill: var(--prepared); }
.tone0 { fill: var(--tone0); } .tone1 { fill: var(--tone1); } .tone2 { fill: var(--tone2); }
.tone3 { fill: var(--tone3); } .tone4 { fill: var(--tone4); }
.hint:hover .bar, .hint:hover > svg > rect { opacity: .8; }
.hint:hover .field { fill: var(--card); }
.verdict { background: var(--card); border-left: 4px solid var(--own); border-radius: 4px;
  padding: .6rem 1rem; margin: 1rem 0; overflow-wrap: anywhere; }
.verdict p:first-child { font-size: 1.1rem; } .ends { display: flex; gap: 1rem; font-size: .87rem;
  justify-content: space-between; } .ends span:last-child { text-align: right; }
.pair { display: grid; gap: 0 2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); }
#tip { position: fixed; pointer-events: none; padding: .3rem .6rem; z-index: 1;
  box-sizing: border-box; width: max-content; max-width: min(20rem, 100vw - 1rem);
  font-size: .87rem; color: var(--page); background: var(--text); border-radius: 4px;
  overflow-wrap: anywhere; }
)";

inline constexpr std::string_view script = R"(
const tip = document.getElementById('tip');
const hints = new Map();
for (const title of document.querySelectorAll('.hint > title')) {
  hints.set(title.parentNode, title.textContent);
  title.parentNode.setAttribute('aria-label', title.textContent);
  title.remove();
}
addEventListener('pointermove', show);
addEventListener('pointerdown', show);
addEventListener('scroll', () => { tip.hidden = true; });
function show(event) {
  const mark = event.target instanceof Element ? event.target.closest('.hint') : null;
  tip.hidden = mark === null;
  if (mark === null) return;
  tip.textContent = hints.get(mark);
  const x = Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8);
  const above = event.clientY + tip.offsetHeight + 28 > innerHeight;
  tip.style.left = Math.max(x, 8) + 'px';
  tip.style.top = event.clientY + (above ? -tip.offsetHeight - 12 : 16) + 'px';
}
)";

/// By these, which are of the whole text between the tags, a browser lets this style and this
/// script pass, and no other that a name might smuggle in. tests/golden/report.golden tells what
/// they must be when one of the texts has changed.
inline constexpr std::string_view style_sha256 = "RT3+LwMmfkev0ZL7mQPy3Me0fjBfAAWlArNGSq3k3LA=";
inline constexpr std::string_view script_sha256 = "S2XMNBmkpdtu6q4Mh2mrXLv7RdJ2QBdi6WQ1XCheWMk=";

}  // namespace dbdb::tool::report
