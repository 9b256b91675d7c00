import { createMock, type World } from 'linktor-mock'
import { generateWorld } from 'linktor-mock/fixtures'
import { handlers } from 'linktor-mock/msw'
import { setupWorker } from 'msw/browser'

// Web apps have no types of Node.
const world: World = generateWorld({ conversations: 5, seed: 1 })

export const worker = setupWorker(...handlers(createMock({ world }), { baseUrl: '/api/v1' }))
