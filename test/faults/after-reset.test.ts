import { expect, vi } from 'vitest'
import { describeApi } from '../api/mock-test.js'

describeApi('a delayed request when the mock is reset', (test) => {
  test('changes nothing, and is not recorded', async ({ api, task }) => {
    if (task.suite?.name.endsWith('in process')) return // where nobody waits
    const { mock } = api
    const arrived = vi.spyOn(mock, 'delayFor')
    mock.faults.delay('closeConversation', 50)
    const closing = api.call('POST', '/conversations/conv_abc123/close').catch((error: unknown) => error)
    await expect.poll(() => arrived.mock.calls.length).toBe(1)
    mock.reset()
    await closing

    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
    expect([mock.requests.all(), mock.events.all()]).toEqual([[], []])
  })
})
