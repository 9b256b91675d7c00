import { shellQuoted } from '../exchange.js'
import type { Difference, Played } from './play.js'

/**
 * A difference as a shell script: the calls that lead to it, with the ids that the server generates taken from its responses.
 *
 * @param comment - further text for the head of the script
 */
export function scriptOf({ played, expected, actual }: Difference, baseUrl: string, comment: string): string {
  const ids = new Map<string, string>()
  const lines = played.map((one, i) => lineOf(one, i + 1, ids))
  return [
    '#!/bin/sh',
    ...comment.split('\n').map((line) => `# ${line}`),
    `# The guide has the last call answer  ${JSON.stringify(expected)}`,
    `# The server answers                  ${JSON.stringify(actual)}`,
    `BASE=${shellQuoted(baseUrl)}`,
    'call() { curl -s -H "Authorization: Bearer $LINKTOR_API_KEY" -H "Content-Type: application/json" "$@"; }',
    `conversation_of() { tr -d '\\n' | sed -n 's/^ *{ *"data" *: *{ *"id" *: *"\\([^"]*\\)".*/\\1/p'; }`,
    `contact_of() { tr -d '\\n' | sed -n 's/.*"contact" *: *{ *"id" *: *"\\([^"]*\\)".*/\\1/p'; }`,
    ...lines,
    '',
  ].join('\n')
}

/** Replaces an id in a path or a body by the shell variable of the call that created it. */
function lineOf({ sent, made }: Played, number: number, ids: Map<string, string>): string {
  const words = [
    'call',
    '-X',
    sent.method,
    withIds(`$BASE${sent.path}`, ids),
    ...(sent.body === undefined ? [] : ['-d', withIds(sent.body, ids)]),
  ]
  const command = words.join(' ')
  if (made === undefined) return `${command}; echo`
  ids.set(made.id, `CONVERSATION${number}`).set(made.contactId, `CONTACT${number}`)
  return [
    `ANSWER=$(${command}); echo "$ANSWER"`,
    `CONVERSATION${number}=$(echo "$ANSWER" | conversation_of)`,
    `CONTACT${number}=$(echo "$ANSWER" | contact_of)`,
  ].join('\n')
}

function withIds(text: string, ids: Map<string, string>): string {
  let shown = shellQuoted(text).replace(/^'\$BASE/, '"$BASE"\'')
  for (const [id, variable] of ids) shown = shown.replaceAll(id, `'"$${variable}"'`)
  return shown
}
