/* global SwaggerUIBundle */

/** As the guide goes through them. */
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

/** Parameters that begin with their example, as in the requests of the guide. Filled in all at once, the others would find nothing. */
const FILLED_IN = ['id', 'perPage', 'status', 'channelType', 'includeMessages', 'messageLimit']

/** Any key will do, unless the server was started with keys of its own: then "Authorize" takes one. */
const KEY = 'demo-key'

const answer = await fetch('/openapi.json')

const ui = SwaggerUIBundle({
  spec: arranged(await answer.json()),
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

/** The document as it is best tried out: at the one server that this page may reach, which is its own. */
function arranged(spec) {
  const operations = Object.values(spec.paths).flatMap((path) => Object.values(path))
  const parameters = [...operations.flatMap((operation) => operation.parameters ?? []), ...Object.values(spec.components.parameters)]
  for (const parameter of parameters) {
    if (parameter.example === undefined || FILLED_IN.includes(parameter.name)) continue
    parameter.description = `${parameter.description} For example \`${parameter.example}\`.`
    delete parameter.example
  }
  const used = new Set(operations.flatMap((operation) => operation.tags ?? []))
  return { ...spec, servers: spec.servers.slice(0, 1), tags: spec.tags.filter(({ name }) => used.has(name)) }
}

function rank(operation) {
  return ORDER.indexOf(operation.getIn(['operation', 'operationId']))
}
