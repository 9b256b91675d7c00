/** Follows the color scheme of the system; light in print. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1c2330; --quiet: #5b6575; --line: #e1e5ea; --code: #f1f3f6;
  --passed: #1a7f4e; --passed-soft: #e3f4ea; --failed: #c0322b; --failed-soft: #fceae8; --known: #96660a; --known-soft: #fbf1d9; --none: #b3bac4;
}
@media (prefers-color-scheme: dark) {
  :root:not(.paper) {
    --page: #13161b; --card: #1b1f26; --text: #e4e8ee; --quiet: #98a2b1; --line: #2d333d; --code: #14181e;
    --passed: #5cc98f; --passed-soft: #17301f; --failed: #ff8a80; --failed-soft: #3a1c1b; --known: #e3b55b; --known-soft: #33290f; --none: #4f5865;
  }
}
* { box-sizing: border-box; }
body { margin: 0; overflow-wrap: anywhere; background: var(--page); color: var(--text); font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.15rem; font-weight: 600; margin: 0; }
h2 { font-size: 1.15rem; margin: 2.75rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0 0 .35rem; }
p { margin: 0 0 .75rem; }
a { color: inherit; }
.quiet { color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.25rem; margin: 0 0 1rem; }
.verdict { font-size: 2rem; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; margin: .5rem 0 .25rem; }
.passed { color: var(--passed); } .failed { color: var(--failed); } .known, .skipped { color: var(--known); }
.bar { display: flex; height: .6rem; border-radius: .3rem; overflow: hidden; background: var(--line); gap: 2px; }
.bar i { display: block; min-width: 3px; }
.bar .passed { background: var(--passed); } .bar .failed { background: var(--failed); } .bar .known { background: var(--known); } .bar .skipped { background: var(--none); }
.figures { display: flex; flex-wrap: wrap; gap: .35rem 1.75rem; margin: .9rem 0 0; padding: 0; list-style: none; }
.figures b { font-size: 1.25rem; font-variant-numeric: tabular-nums; margin-right: .3rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; font-size: .82rem; color: var(--quiet); white-space: nowrap; }
th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
.number { text-align: right; }
.share { width: 22%; min-width: 6rem; vertical-align: middle; }
code, pre { font: .84em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: .4rem 0 .8rem; padding: .6rem .8rem; background: var(--code); border-radius: 6px; white-space: pre-wrap; }
.came { color: var(--failed); } .expected { color: var(--passed); }
.id { font: 600 .84em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: nowrap; margin-right: .5rem; }
.label { font-size: .82rem; color: var(--quiet); }
.tag { display: inline-block; font-size: .78rem; font-weight: 600; padding: .05rem .5rem; border-radius: 1rem; }
.tag.passed { background: var(--passed-soft); } .tag.failed { background: var(--failed-soft); } .tag.known, .tag.skipped { background: var(--known-soft); }
.cause { border-left: 4px solid var(--failed); }
ul.plain { list-style: none; margin: .4rem 0 0; padding: 0; } ul.plain li { margin: .2rem 0; }
summary { cursor: pointer; font-size: .9rem; color: var(--quiet); }
.rule + .rule { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: 1rem; }
.tables { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 33rem), 1fr)); gap: 1rem; align-items: start; }
.tables .card { margin: 0; }
.cover { width: auto; }
.cover th, .cover td { padding: .15rem .3rem; text-align: center; min-width: 2.35rem; border-bottom: 1px solid var(--line); }
.cover th:first-child { text-align: left; padding-left: 0; padding-right: .8rem; position: sticky; left: 0; background: var(--card); font-weight: 400; color: var(--text); white-space: nowrap; }
.cover thead th { color: var(--quiet); font-weight: 600; } .cover thead th.undocumented { color: var(--failed); }
.cover td.met { background: var(--passed-soft); color: var(--passed); } .cover td.off { background: var(--failed-soft); color: var(--failed); font-weight: 700; }
.cover td.not { color: var(--none); }
footer { margin-top: 3rem; font-size: .82rem; color: var(--quiet); }
@media (max-width: 40rem) {
  main { padding: 1.5rem .9rem 3rem; } .verdict { font-size: 1.6rem; } .card { padding: .9rem; } .share, .endpoint { display: none; }
}
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --quiet: #444; --line: #ccc; --code: #f5f5f5; color-scheme: light;
    --passed: #1a7f4e; --passed-soft: #e3f4ea; --failed: #c0322b; --failed-soft: #fceae8; --known: #96660a; --known-soft: #fbf1d9; --none: #999; }
  :root { font-size: 12px; } body { font-size: 11px; print-color-adjust: exact; -webkit-print-color-adjust: exact; } main { padding: 0; max-width: none; }
  .card { break-inside: avoid; } .cause { break-inside: auto; } .wide { overflow: visible; } .tables { display: block; } .tables .card { margin-bottom: 1rem; }
  h2 { break-after: avoid; } ::details-content { content-visibility: visible; block-size: auto; } .cover th, .cover td { min-width: 0; }
}
`
