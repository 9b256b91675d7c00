export type { Latency } from './adapters/latency.js'
export type { LogEntry } from './adapters/node/log-entry.js'
export { type NodeListener, type NodeListenerOptions, nodeListener } from './adapters/node.js'
export { type RunningServer, type ServerOptions, startServer } from './server/start.js'
