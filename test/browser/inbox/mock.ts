import { createMock, type Mock } from 'linktor-mock'
import { generateWorld, guideWorld } from 'linktor-mock/fixtures'
import { handlers } from 'linktor-mock/msw'
import { setupWorker } from 'msw/browser'

declare global {
  interface Window {
    /** For the console and for tests: `mock.faults.fail('closeConversation')`. */
    mock: Mock
  }
}

/** The API, in this page. Its data is stored across reloads, unless the URL has `?fresh`. */
export async function startMock(): Promise<void> {
  window.mock = new URLSearchParams(location.search).has('fresh') ? createMock({ world: someConversations() }) : storedMock()
  await setupWorker(...handlers(window.mock)).start({ quiet: true, onUnhandledRequest: 'error' })
}

function storedMock(): Mock {
  const saved = sessionStorage.getItem('linktor-mock')
  const mock = createMock({ world: saved === null ? someConversations() : JSON.parse(saved) })
  addEventListener('pagehide', () => sessionStorage.setItem('linktor-mock', JSON.stringify(mock.world())))
  return mock
}

/** The guide's conversation, and generated ones. */
function someConversations() {
  return generateWorld({ conversations: 12, base: guideWorld })
}
