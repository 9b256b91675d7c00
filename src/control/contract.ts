import { controlRoutes } from '../generated/control-routes.js'
import { documentJson, documentYaml } from '../server/openapi.js'
import { originOf } from '../server/origin.js'
import type { Call, Handler } from './call.js'

/** `GET /_mock` */
export const listCalls: Handler<'listCalls'> = () => ({
  data: controlRoutes.map(({ method, path, summary }) => ({ call: `${method} /_mock${path === '/' ? '' : path}`, summary })),
})

/** `GET /_mock/openapi.json` */
export const getControlJson: Handler<'getControlJson'> = (call) => documentJson('control', here(call))

/** `GET /_mock/openapi.yaml` */
export const getControlYaml: Handler<'getControlYaml'> = (call) => {
  call.response.type('application/yaml').send(documentYaml('control', here(call)))
  return undefined
}

function here({ request, control }: Pick<Call<'getControlJson'>, 'request' | 'control'>): string {
  return `${originOf(request, control.origin)}/_mock`
}
