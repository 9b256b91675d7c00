/* global SwaggerUIBundle */

/** In the order of the guide. */
const ORDER = [
  'listConversations',
  'getConversation',
  'createConversation',
  'updateConversation',
  'closeConversation',
  'reopenConversation',
  'assignConversation',
  'transferConversation',
  'listConversationParticipants',
]

/** Parameters with their example filled in, as in the requests of the guide. With all of them filled in, most lists would be empty. */
const FILLED_IN = ['id', 'perPage', 'status', 'channelType', 'includeMessages', 'messageLimit']

/** Any key is accepted, unless the server was started with its own: "Authorize" sets one then. */
const KEY = 'demo-key'

/** Where the server is for this page: behind a reverse proxy, its scheme, host and path prefix differ from those that the server knows. */
const ROOT = new URL('..', import.meta.url)

const response = await fetch(new URL('openapi.json', ROOT))

const ui = SwaggerUIBundle({
  spec: arranged(await response.json()),
  domNode: document.querySelector('#docs'),
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 3,
  displayRequestDuration: true,
  operationsSorter: (one, other) => rank(one) - rank(other),
  persistAuthorization: true,
  showExtensions: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete() {
    if (localStorage.getItem('authorized') === null) ui.preauthorizeApiKey('bearerAuth', KEY)
  },
})

/** The document with the only server that this page may call: its own. */
function arranged(spec) {
  const operations = Object.values(spec.paths).flatMap((path) => Object.values(path))
  const parameters = [...operations.flatMap((operation) => operation.parameters ?? []), ...Object.values(spec.components.parameters)]
  for (const parameter of parameters) {
    if (parameter.example === undefined || FILLED_IN.includes(parameter.name)) continue
    parameter.description = `${parameter.description} For example \`${parameter.example}\`.`
    delete parameter.example
  }
  const used = new Set(operations.flatMap((operation) => operation.tags ?? []))
  return {
    ...spec,
    servers: [{ ...spec.servers[0], url: ownUrl(spec.servers[0].url) }],
    tags: spec.tags.filter(({ name }) => used.has(name)),
  }
}

/** Base URL of the API for this page. */
function ownUrl(url) {
  const { pathname } = new URL(url)
  return new URL(pathname.startsWith(ROOT.pathname) ? pathname : pathname.slice(1), ROOT).href
}

function rank(operation) {
  return ORDER.indexOf(operation.getIn(['operation', 'operationId']))
}
