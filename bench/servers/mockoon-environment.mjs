/** A data file of Mockoon: one CRUD route over a bucket of conversations. */
export function mockoonEnvironment(conversations) {
  const bucket = 'conv'
  const route = '00000000-0000-4000-8000-000000000001'
  return {
    uuid: '00000000-0000-4000-8000-000000000000',
    lastMigration: 33,
    name: 'conversations',
    endpointPrefix: '',
    latency: 0,
    port: 3000,
    hostname: '127.0.0.1',
    folders: [],
    routes: [{ ...ROUTE, uuid: route, responses: [{ ...RESPONSE, databucketID: bucket }] }],
    rootChildren: [{ type: 'route', uuid: route }],
    proxyMode: false,
    proxyHost: '',
    proxyRemovePrefix: false,
    tlsOptions: { enabled: false, type: 'CERT', pfxPath: '', certPath: '', keyPath: '', caPath: '', passphrase: '' },
    cors: true,
    headers: [{ key: 'Content-Type', value: 'application/json' }],
    proxyReqHeaders: [],
    proxyResHeaders: [],
    callbacks: [],
    data: [
      {
        uuid: '00000000-0000-4000-8000-000000000002',
        id: bucket,
        name: 'conversations',
        documentation: '',
        value: JSON.stringify(conversations),
      },
    ],
  }
}

const ROUTE = {
  type: 'crud',
  documentation: '',
  method: '',
  endpoint: 'conversations',
  responseMode: null,
  streamingMode: null,
  streamingInterval: 0,
}

const RESPONSE = {
  uuid: '00000000-0000-4000-8000-000000000003',
  body: '{}',
  latency: 0,
  statusCode: 200,
  label: '',
  headers: [],
  bodyType: 'DATABUCKET',
  filePath: '',
  sendFileAsBody: false,
  rules: [],
  rulesOperator: 'OR',
  disableTemplating: false,
  fallbackTo404: false,
  default: true,
  crudKey: 'id',
  callbacks: [],
}
