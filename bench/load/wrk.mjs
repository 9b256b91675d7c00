import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LOAD_CORE, onCore } from '../cores.mjs'

/** Prints the result as JSON on the last line, after the output of wrk itself. */
const DONE = `
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"requests":%d,"seconds":%f,"p50":%f,"p99":%f,"failed":%d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed))
end`

/** @param {string} origin @param {import('./load.mjs').Repeated} request */
export async function wrk(origin, request, { seconds, connections }) {
  const folder = mkdtempSync(join(tmpdir(), 'linktor-mock-wrk-'))
  try {
    const script = join(folder, 'load.lua')
    writeFileSync(script, scriptOf(request))
    const args = [
      'wrk',
      '--threads',
      '1',
      '--connections',
      `${connections}`,
      '--duration',
      `${seconds}s`,
      '--latency',
      '-s',
      script,
      origin,
    ]
    const [file, ...rest] = onCore(LOAD_CORE, args)
    const { stdout } = await promisify(execFile)(file, rest)
    const { seconds: duration, ...loaded } = JSON.parse(stdout.trim().split('\n').at(-1))
    return { ...loaded, perSecond: loaded.requests / duration }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Returns a Lua script; a request without placeholders is formatted only once. */
function scriptOf({ method, path, headers, body, ids = [] }) {
  const table = Object.entries(headers).map(([name, value]) => `[${lua(name)}] = ${lua(value)}`)
  const varies = /\{(n|id|thousand)\}/.test(path + Object.values(headers).join('') + (body ?? ''))
  if (!varies) {
    return `local text
init = function() text = wrk.format(${lua(method)}, ${lua(path)}, { ${table.join(', ')} }, ${body === undefined ? 'nil' : lua(body)}) end
request = function() return text end
${DONE}`
  }
  return `local ids = { ${ids.map(lua).join(', ')} }
local n = 0
local function fill(text)
  text = string.gsub(text, '{n}', tostring(n))
  text = string.gsub(text, '{thousand}', tostring(math.floor(n / 1000)))
  if #ids > 0 then text = string.gsub(text, '{id}', ids[n % #ids + 1]) end
  return text
end
request = function()
  n = n + 1
  local headers = {}
  for name, value in pairs({ ${table.join(', ')} }) do headers[name] = fill(value) end
  return wrk.format(${lua(method)}, fill(${lua(path)}), headers, ${body === undefined ? 'nil' : `fill(${lua(body)})`})
end
${DONE}`
}

function lua(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}
