import { shortened } from './excerpts.js'
import { coverageSection } from './html/coverage.js'
import { brokenRule, failuresSection } from './html/failures.js'
import { Markup, markup } from './html/markup.js'
import { STYLE } from './html/style.js'
import { notesOf } from './notes.js'
import { LABELS, type Report, type RuleReport, STATES } from './report.js'
import { amount, grouped, observationsOf, sectionsOf, skipsOf } from './summary.js'

/** The report as one self-contained HTML page. */
export function html(report: Report): string {
  const { baseUrl, rules } = report
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Contract of ${baseUrl}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body><main>
${head(report)}
${summary(report)}
${failuresSection(rules)}
${baseline(report)}
${coverageSection(rules)}
${observations(rules)}
${skips(rules)}
${appendix(rules)}
<footer>Made by linktor-mock verify. It contains no keys.</footer>
</main></body>
</html>
`
  return page.html
}

function head(report: Report): Markup {
  const { baseUrl, startedAt, milliseconds, rules, counts, ended } = report
  const [state, verdict] = verdictOf(report)
  return markup`<header class="card"><h1>The contract of <code>${baseUrl}</code></h1>
<p class="verdict ${state}">${verdict}</p>
<p class="quiet">${rules.length} rules of the guide, checked on <time datetime="${startedAt}">${startedAt.slice(0, 16).replace('T', ' ')} UTC</time> in ${(milliseconds / 1000).toFixed(1)} s.</p>
${bar(counts)}
<ul class="figures">${STATES.filter((one) => counts[one] > 0).map((one) => markup`<li><b class="${LABELS[one]}">${counts[one]}</b>${LABELS[one]}</li>`)}</ul>
${ended !== undefined && markup`<p class="failed">${ended}: ${amount(report.unchecked, 'rule')} not checked.</p>`}
${notesOf(report).map((note) => markup`<p class="quiet" style="margin:.75rem 0 0">${note}</p>`)}
</header>`
}

function verdictOf({ ended, counts }: Report): readonly [string, string] {
  if (ended !== undefined) return ['failed', 'The run is incomplete']
  if (counts.broken > 0) return ['failed', `${amount(counts.broken, 'rule')} failed`]
  return ['passed', counts.known > 0 ? 'No new failures' : 'The server meets the contract']
}

function summary({ rules }: Report): Markup {
  return markup`<h2>By section of the guide</h2><div class="card wide"><table>
<thead><tr><th>Section</th><th class="endpoint"></th>${STATES.map((state) => markup`<th class="number">${LABELS[state]}</th>`)}<th class="share"></th></tr></thead>
<tbody>${sectionsOf(rules).map(
    ({ section, endpoint, counts }) => markup`<tr><td>${section}</td><td class="endpoint"><code class="quiet">${endpoint}</code></td>
${STATES.map((state) => markup`<td class="number ${counts[state] > 0 ? LABELS[state] : 'quiet'}">${counts[state] > 0 ? counts[state] : '–'}</td>`)}<td class="share">${bar(counts)}</td></tr>`,
  )}</tbody></table></div>`
}

function bar(counts: Report['counts']): Markup {
  const label = STATES.map((state) => `${counts[state]} ${LABELS[state]}`).join(', ')
  return markup`<div class="bar" role="img" aria-label="${label}">${STATES.filter((state) => counts[state] > 0).map(
    (state) => markup`<i class="${LABELS[state]}" style="flex:${counts[state]}"></i>`,
  )}</div>`
}

function baseline({ rules, gone }: Report): Markup {
  const known = rules.filter(({ state }) => state === 'known')
  return markup`${known.length > 0 && markup`<h2>Known failures</h2><div class="card">${known.map((rule) => brokenRule(rule))}</div>`}
${
  gone.length > 0 &&
  markup`<h2>Baseline entries that now pass; remove with --update-baseline</h2><div class="card"><ul class="plain">${gone.map(
    ({ id, sentence, since, why }) =>
      markup`<li><span class="id">${id}</span>${sentence} <span class="quiet">(${why === 'kept' ? `passes now; known since ${since}` : 'the rule no longer exists'})</span></li>`,
  )}</ul></div>`
}`
}

function observations(rules: readonly RuleReport[]): Markup {
  const sections = [...observationsOf(rules)]
  if (sections.length === 0) return markup``
  return markup`<h2>Observed (the guide does not specify)</h2><div class="card wide"><table><tbody>${sections.flatMap(([section, seen]) =>
    [...seen].map(
      ([what, ids], i) =>
        markup`<tr><td class="quiet">${i === 0 && section}</td><td>${shortened(what, 300)}</td><td class="quiet">${ids.join(', ')}</td></tr>`,
    ),
  )}</tbody></table></div>`
}

function skips(rules: readonly RuleReport[]): Markup {
  const reasons = [...skipsOf(rules)]
  if (reasons.length === 0) return markup``
  return markup`<h2>Skipped</h2>${reasons.map(
    ([reason, its]) =>
      markup`<section class="card"><h3>${reason}</h3><ul class="plain">${its.map(({ id, sentence }) => markup`<li><span class="id">${id}</span>${sentence}</li>`)}</ul></section>`,
  )}`
}

function appendix(rules: readonly RuleReport[]): Markup {
  return markup`<h2>All rules</h2>${[...grouped(rules, ({ section }) => section)].map(
    ([section, its]) =>
      markup`<section class="card wide"><h3>${section}</h3><table><tbody>${its.map(
        ({ id, sentence, state, level }) =>
          markup`<tr><td><span class="id">${id}</span></td><td>${sentence} ${level === 'implied' && markup`<span class="quiet">(implied)</span>`}</td><td class="number"><span class="tag ${LABELS[state]}">${LABELS[state]}</span></td></tr>`,
      )}</tbody></table></section>`,
  )}`
}
