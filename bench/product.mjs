// The built package. By path, because bench/ has a package.json of its own, so the name of the package does not resolve here.
export { generateWorld } from '../dist/fixtures.js'
export { createMock } from '../dist/index.js'
export { handlers } from '../dist/msw.js'
export { startServer } from '../dist/server.js'
