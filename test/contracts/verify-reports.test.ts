import { describe, expect, it } from 'vitest'
import { causesOf } from '../../contracts/verify/causes.js'
import { coverageOf } from '../../contracts/verify/coverage.js'
import { html } from '../../contracts/verify/html.js'
import { markdown } from '../../contracts/verify/markdown.js'
import { countsOf, type Report, type RuleReport } from '../../contracts/verify/report.js'
import { terminalReport } from '../../contracts/verify/terminal.js'
import { verdictOf } from '../../contracts/verify/verdict.js'

const HOSTILE = '<script>alert("1")</script> | `` ` ``` & \u001b[31m \u202e *bold* [link](x)'

type Changes<T> = { readonly [property in keyof T]?: T[property] }

function rule(id: string, changes: Changes<RuleReport> = {}): RuleReport {
  return {
    id,
    sentence: `the sentence of ${id}`,
    section: 'Close Conversation',
    operation: 'closeConversation',
    level: 'documented',
    state: 'kept',
    observations: [],
    calls: [],
    ...changes,
  }
}

function call(status: number, changes: Changes<RuleReport['calls'][number]> = {}): RuleReport['calls'][number] {
  const [operation, method, path] = ['closeConversation', 'POST', '/conversations/conv_1/close'] as const
  return { operation, method, path, status, milliseconds: 1, fields: [], curl: 'curl …', answer: '{}', ...changes }
}

function report(rules: readonly RuleReport[], changes: Changes<Report> = {}): Report {
  return {
    version: 1,
    baseUrl: 'https://host/v1',
    startedAt: '2024-01-15T10:00:00.000Z',
    milliseconds: 1234,
    counts: countsOf(rules),
    rules,
    withheld: 0,
    unchecked: 0,
    remains: { runId: 'r1', created: 0, open: [], unnamed: 0, webhooks: { created: 0, left: [] }, undocumented: [], refused: 0 },
    gone: [],
    ...changes,
  }
}

const broken = (id: string, reason: string, status = 404): RuleReport => rule(id, { state: 'broken', reason, calls: [call(status)] })

describe('text from a server', () => {
  const seen = {
    reason: HOSTILE,
    observations: [HOSTILE],
    calls: [call(200, { answer: HOSTILE, curl: `curl '${HOSTILE}'` })],
    diff: `- ${HOSTILE}\n+ ${HOSTILE}`,
  }
  const said = report(
    [
      rule('CLOSE-01', { state: 'broken', ...seen }),
      rule('CLOSE-02', { state: 'known', ...seen }),
      rule('CLOSE-03', { state: 'skipped', reason: HOSTILE }),
    ],
    {
      ended: HOSTILE,
      gone: [{ id: 'CLOSE-04', sentence: HOSTILE, since: '2024-01-15', why: 'kept' }],
      remains: {
        runId: HOSTILE,
        created: 1,
        open: [HOSTILE],
        unnamed: 0,
        webhooks: { created: 0, left: [] },
        undocumented: [HOSTILE],
        refused: 0,
      },
    },
  )

  it('is escaped in HTML, and loads nothing', () => {
    const page = html(said)

    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)')
    expect(page).not.toMatch(/<script|[^\P{Cc}\n]|\u202e/u)
    expect(page).not.toMatch(/<(link|img|iframe|object)|@import|url\(|(src|href)="(?!#)/)
  })

  it('is escaped in Markdown', () => {
    const text = markdown(said)
    const outside = text.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '')

    expect(outside).not.toMatch(/(?<!\\)<script|[^\P{Cc}\n]|(?<!\\)\*bold/u)
    expect(text).toContain('````') // a fence that is longer than those in it
  })

  it('contains no control characters on a terminal', () => {
    const text = terminalReport(said, false)

    expect(text).toContain('\\u001b[31m \\u202e')
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
  })
})

describe('causes', () => {
  it('are shown once, such as an operation that never succeeds', () => {
    const rules = [
      broken('CLOSE-01', 'expected 404 to be 409'),
      broken('CLOSE-02', 'POST /conversations/{id}/close was answered 404, not 200'),
      rule('CLOSE-03', { calls: [call(404)] }),
    ]

    expect(causesOf(rules)).toMatchObject([
      {
        headline: 'POST /conversations/{id}/close is never answered with success, but with 404 (3×): the server does not seem to have it',
        rules: [{ id: 'CLOSE-02' }, { id: 'CLOSE-01' }],
      },
    ])
  })

  it('do not include an operation that works for other rules', () => {
    const rules = [broken('CLOSE-01', 'POST /conversations/{id}/close was answered 404, not 200'), rule('CLOSE-02', { calls: [call(200)] })]

    expect(causesOf(rules).map(({ headline }) => headline)).toEqual(['POST /conversations/{id}/close was answered 404, not 200'])
  })

  it('are an equal response, ignoring ids, or an equal finding of many rules', () => {
    const rules = [
      rule('CLOSE-00', { calls: [call(200)] }),
      broken('CLOSE-01', 'POST /conversations/{id}/close was answered 404, not 200: "conv_1"'),
      broken('CLOSE-02', 'POST /conversations/{id}/close was answered 404, not 200: "conv_2"'),
      ...['CLOSE-03', 'CLOSE-04', 'CLOSE-05'].map((id) => broken(id, 'expected 200 to be 400', 200)),
      broken('CLOSE-06', 'expected 1 to be 2', 200),
      broken('CLOSE-07', 'expected 1 to be 2', 200),
    ]

    expect(causesOf(rules).map((cause) => [cause.rules.map(({ id }) => id).join(' '), cause.alike])).toEqual([
      ['CLOSE-03 CLOSE-04 CLOSE-05', true],
      ['CLOSE-01 CLOSE-02', false],
      ['CLOSE-06', true],
      ['CLOSE-07', true],
    ])
  })
})

describe('coverage', () => {
  const list = { operation: 'listConversations', method: 'GET' } as const
  const tables = coverageOf([
    rule('LIST-01', { operation: 'listConversations', calls: [call(200, { ...list, path: '/conversations?page=1&perPage=2' })] }),
    rule('LIST-02', { operation: 'listConversations', state: 'broken', calls: [call(418, { ...list, path: '/conversations?page=0' })] }),
    rule('CLOSE-01', { calls: [call(200, { fields: ['reason'] })] }),
    rule('CREATE-01', { operation: 'createConversation', state: 'broken', calls: [call(200)] }),
  ])
  const tableOf = (endpoint: string) => {
    const found = tables.find((table) => table.endpoint === endpoint)
    if (found === undefined) throw new Error(`there is no table of ${endpoint}`)
    return found
  }
  const cellOf = (endpoint: string, name: string, status: string) => {
    const { columns, rows } = tableOf(endpoint)
    return rows.find((row) => row.name === name)?.cells[columns.findIndex((column) => column.status === status)]
  }

  it('has a table per operation, with its parameters and statuses, including undocumented ones', () => {
    expect(tables).toHaveLength(17)
    expect(tableOf('GET /conversations').rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['', 'page', 'perPage', 'sortOrder']))
    expect(tableOf('POST /conversations').rows.map(({ name }) => name)).toContain('contact.phone')
    expect(tableOf('GET /conversations').columns).toContainEqual({ status: '418', documented: false })
  })

  it('shows the calls made, and the rules that failed', () => {
    expect(cellOf('GET /conversations', 'page', '200')).toEqual({ calls: 1, rules: ['LIST-01'], broken: [] })
    expect(cellOf('GET /conversations', 'page', '418')).toEqual({ calls: 1, rules: ['LIST-02'], broken: ['LIST-02'] })
    expect(cellOf('GET /conversations', 'status', '200')).toEqual({ calls: 0, rules: [], broken: [] })
    expect(cellOf('POST /conversations/{id}/close', 'reason', '200')).toMatchObject({ calls: 1 })
    expect(cellOf('POST /conversations/{id}/close', '', '200')).toMatchObject({ rules: ['CLOSE-01', 'CREATE-01'], broken: [] })
  })

  it('is part of the HTML report', () => {
    const page = html(report([rule('CLOSE-01', { calls: [call(200, { fields: ['reason'] })] })]))

    expect(page).toContain('<code>reason</code></th><td class="met" title="1 call, by CLOSE-01">✓</td>')
  })
})

it('observations are listed once each, with their rules', () => {
  const seen = { observations: ['closing twice answers 200'] }
  const text = terminalReport(report([rule('CLOSE-01', seen), rule('CLOSE-02', seen), rule('CLOSE-03')]), false)

  expect(text).toContain(
    'Observed (the guide does not specify)\n  Close Conversation\n    closing twice answers 200 (CLOSE-01, CLOSE-02)\n',
  )
  expect(text.match(/closing twice/g)).toHaveLength(1)
})

it.each([
  [0, {}, [rule('A-1'), rule('A-2', { state: 'known' }), rule('A-3', { state: 'skipped' })], false],
  [1, {}, [rule('A-1', { state: 'broken' })], false],
  [1, {}, [rule('A-1', { state: 'skipped' })], true],
  [2, { ended: 'the run was interrupted' }, [rule('A-1', { state: 'broken' })], false],
] as const)('the exit status is %i for %j', (status, changes, rules, failOnSkip) => {
  expect(verdictOf(report(rules, changes), failOnSkip).status).toBe(status)
})
