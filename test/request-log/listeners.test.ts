import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ask, frozenMock, send } from '../kit/kit.js'

describe('a listener of requests', () => {
  it('is called for each after its response, until it is removed', () => {
    const mock = frozenMock()
    const received: string[] = []
    const stop = mock.requests.on(({ id, method, path, status }) => received.push(`${id} ${method} ${path} ${status}`))
    ask(mock, 'GET', '/conversations')
    send(mock, 'GET', '/nope')
    stop()
    ask(mock, 'GET', '/conversations')

    expect(received).toEqual(['1 GET /conversations 200', '2 GET /nope 404'])
  })

  it('is passed the listed record, with its contract violations', () => {
    const mock = frozenMock()
    const listener = vi.fn()
    mock.requests.on(listener)
    ask(mock, 'GET', '/conversations?limit=1')

    expect(listener).toHaveBeenCalledExactlyOnceWith(mock.requests.find())
    expect(mock.requests.find()?.unexpected).toEqual(['?limit is not known to this operation, and ignored'])
    expect(mock.requests.find()?.unexpected).toEqual(mock.requests.unexpected()[0]?.reasons)
  })

  it('that throws is printed, and has no other effect', () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => print.mockRestore())
    const mock = frozenMock()
    const after = vi.fn()
    mock.requests.on(() => {
      throw new Error('oops')
    })
    mock.requests.on(after)

    expect(send(mock, 'GET', '/conversations').status).toBe(200)
    expect(after).toHaveBeenCalledOnce()
    expect(print).toHaveBeenCalledWith('A listener of requests failed:', new Error('oops'))
  })

  it('gets increasing ids, also over a reset', () => {
    const mock = frozenMock()
    ask(mock, 'GET', '/conversations')
    mock.reset()
    ask(mock, 'GET', '/conversations')

    expect(mock.requests.all().map(({ id }) => id)).toEqual([2])
  })
})
