import { showInbox } from './inbox.js'
import { startMock } from './mock.js'

await startMock() // before the first request
await showInbox()
