// Declarations of a user's own package must be able to name our types: this file is compiled with declarations.
import { createMock } from 'linktor-mock'
import { matchers, test } from 'linktor-mock/vitest'

export const strictTest = test.extend({ mockOptions: { strict: true } })
export const ownMatchers = { ...matchers }
export const { messages, conversations, contacts } = createMock().db
export const { faults, requests, events, clock } = createMock()
