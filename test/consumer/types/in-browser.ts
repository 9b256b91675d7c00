import { createMock, type World } from 'linktor-mock'
import { generateWorld } from 'linktor-mock/fixtures'
import { handlers } from 'linktor-mock/msw'
import { setupWorker } from 'msw/browser'

// A web app has no Node types.
const world: World = generateWorld({ conversations: 5, seed: 1 })

export const worker = setupWorker(...handlers(createMock({ world }), { baseUrl: '/api/v1' }))
