import { describe, expect, it } from 'vitest'
import { createMock, type Mock, type Scenario } from '../../src/index.js'
import { frozenMock, send } from '../kit/kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const GET = { method: 'GET', path: CONVERSATION }

function outcomes(mock: Mock, count: number): string[] {
  return Array.from({ length: count }, () => {
    const { status, notes } = send(mock, 'GET', CONVERSATION)
    return `${status} ${notes.fault ?? 'none'}`
  })
}

describe('a scenario', () => {
  it('happy has no faults, and is the default', () => {
    for (const mock of [frozenMock({ scenario: 'happy' }), frozenMock()]) expect(mock.faults.all()).toEqual([])
  })

  it('flaky has some failures, lost and malformed responses, and mostly successes', () => {
    const seen = outcomes(frozenMock({ scenario: 'flaky' }), 1000)
    expect(new Set(seen)).toEqual(new Set(['200 none', '503 fail', '0 drop', '200 malformed']))
    expect(seen.filter((outcome) => outcome === '200 none').length).toBeGreaterThan(700)
  })

  it('slow delays all calls, some of them long, and some bodies', () => {
    const mock = frozenMock({ scenario: 'slow' })
    const waits = Array.from({ length: 200 }, () => mock.delayFor(GET))
    const bodies = Array.from({ length: 200 }, () => send(mock, 'GET', CONVERSATION).bodyMilliseconds)
    expect(new Set(waits)).toEqual(new Set([1000, 4000]))
    expect(new Set(bodies)).toEqual(new Set([undefined, 2000]))
  })

  it('outage fails every call, with Retry-After', () => {
    const mock = frozenMock({ scenario: 'outage' })
    expect(new Set(outcomes(mock, 50))).toEqual(new Set(['503 fail']))
    expect(send(mock, 'GET', '/conversations').headers['retry-after']).toBe('30')
  })

  it('rate-limited has a small limit', () => {
    const mock = frozenMock({ scenario: 'rate-limited' })
    expect(outcomes(mock, 12)).toEqual([...Array(10).fill('200 none'), '429 none', '429 none'])
    mock.clock.advance('30s')
    expect(outcomes(mock, 1)).toEqual(['200 none'])
  })

  it.for<Scenario>(['flaky', 'slow', 'outage', 'rate-limited'])('%s is what reset comes back to, from its beginning', (scenario) => {
    const mock = frozenMock({ scenario })
    const faults = mock.faults.all()
    const first = outcomes(mock, 30)
    mock.faults.clear()
    mock.faults.fail('*')
    mock.reset()
    mock.clock.freeze()
    expect(mock.faults.all()).toEqual(faults)
    expect(outcomes(mock, 30)).toEqual(first)
  })

  it('is overridden by faults that are set', () => {
    const mock = frozenMock({ scenario: 'outage' })
    mock.faults.fail('*', { status: 404, times: 1 })
    expect(outcomes(mock, 2)).toEqual(['404 fail', '503 fail'])
    mock.faults.clear()
    expect(outcomes(mock, 1)).toEqual(['200 none'])
  })

  it.for(['chaos', 'toString', '', null])('%j is unknown', (name) => {
    const scenario = name as Scenario // possible for callers without types
    expect(() => createMock({ scenario })).toThrow(
      new TypeError(`createMock: scenario must be one of happy, flaky, slow, outage, rate-limited; got ${JSON.stringify(name)}`),
    )
  })

  it('counts from the time that a reset sets', () => {
    const mock = frozenMock({ scenario: 'rate-limited' })
    mock.clock.advance('1h')
    mock.reset({ seed: 2 })
    outcomes(mock, 10)

    const { status, headers } = send(mock, 'GET', CONVERSATION)
    expect(status).toBe(429)
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(30)
  })
})
