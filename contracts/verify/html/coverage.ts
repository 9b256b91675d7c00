import { type Cell, coverageOf, type OperationCoverage, type Row, reachOf } from '../coverage.js'
import type { RuleReport } from '../report.js'
import { amount } from '../summary.js'
import { type Markup, markup } from './markup.js'

/** One table per operation: parameters sent, by response status. */
export function coverageSection(rules: readonly RuleReport[]): Markup {
  const tables = coverageOf(rules)
  const { parameters, ofParameters, statuses, ofStatuses } = reachOf(tables)
  return markup`<h2 id="coverage">Coverage</h2>
<p class="quiet">${parameters} of ${ofParameters} parameters and fields were sent; ${statuses} of ${ofStatuses} documented statuses that a request can cause were received.
<b class="passed">✓</b> covered, all rules passed; <b class="failed">✗</b> covered, a rule failed; · not covered.
Outages (500, 503), rate limits (429) and missing permissions (403) are not tested.</p>
<div class="tables">${tables.map(table)}</div>`
}

function table({ endpoint, columns, rows }: OperationCoverage): Markup {
  return markup`<section class="card"><h3><code>${endpoint}</code></h3><div class="wide"><table class="cover">
<thead><tr><th></th>${columns.map(({ status, documented }) =>
    documented
      ? markup`<th scope="col">${status}</th>`
      : markup`<th scope="col" class="undocumented" title="not documented">${status}</th>`,
  )}</tr></thead>
<tbody>${rows.map((row) => markup`<tr><th scope="row">${nameOf(row)}</th>${row.cells.map(cell)}</tr>`)}</tbody>
</table></div></section>`
}

function nameOf({ kind, name }: Row): Markup {
  if (kind === 'any call') return markup`<span class="quiet">any call</span>`
  return kind === 'query' ? markup`<code>?${name}</code>` : markup`<code>${name}</code>`
}

function cell({ calls, rules, broken }: Cell): Markup {
  if (calls === 0) return markup`<td class="not" title="not covered">·</td>`
  const title = `${amount(calls, 'call')}, by ${rules.join(', ')}`
  return broken.length > 0
    ? markup`<td class="off" title="${title}; failed: ${broken.join(', ')}">✗</td>`
    : markup`<td class="met" title="${title}">✓</td>`
}
