import { controlRoutes } from '../generated/control-routes.js'
import type { Handler } from './call.js'

/** `GET /_mock` */
export const listCalls: Handler<'listCalls'> = () => ({
  data: controlRoutes.map(({ method, path, summary }) => ({ call: `${method} /_mock${path === '/' ? '' : path}`, summary })),
})

/** `GET /_mock/openapi.json` */
export const getControlJson: Handler<'getControlJson'> = ({ request, control }) => control.document.json(request)

/** `GET /_mock/openapi.yaml` */
export const getControlYaml: Handler<'getControlYaml'> = ({ request, response, control }) => {
  response.type('application/yaml').send(control.document.yaml(request))
  return undefined
}
