// The types in the declarations of a user's package must be nameable: this file is compiled with `declaration`.
import { createMock } from 'linktor-mock'
import { matchers, test } from 'linktor-mock/vitest'

export const strictTest = test.extend({ mockOptions: { strict: true } })
export const ownMatchers = { ...matchers }
export const { messages, conversations, contacts } = createMock().db
export const { faults, requests, events, clock } = createMock()
