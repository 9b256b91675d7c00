// The package as it is built. By path, for within bench/ its name is not its own: the peers have a package.json here.
export { generateWorld } from '../dist/fixtures.js'
export { createMock } from '../dist/index.js'
export { handlers } from '../dist/msw.js'
export { startServer } from '../dist/server.js'
