import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['src', 'contracts', 'fixtures', 'spec', 'test', 'bench', 'docs', '.ci', '.config']
const FILES = ['README.md', 'CHANGELOG.md', 'package.json']
const LEFT_OUT = /(^|\/)(generated|node_modules|results|format-1)(\/|$)|package-lock\.json$|^test\/house\/words\.test\.ts$/

/** Words that readers stumbled over, and former names; the glossary (docs/glossary.md) has the terms in their place. */
const WORDS = [
  'deeds?',
  'happenings?',
  'strikes?',
  'struck',
  'keepers?',
  'courier',
  'tally',
  'waiting[- ]?room',
  'sayings?',
  'com(es?|ing) to grief',
  'doings',
  '(will|would) do',
  'lets? (it |them |one |him )?go( of)?',
  'such and such',
  'so much of it',
  'nobody is told',
  'at rest',
  'KeptState|KeptHead|KeptAnswer|keepIfPossible|takeUp|goOn|giveUp|askedFault|AskedFault|whereOf|IdMap|OrderedSet|Backlog',
]
const BANNED = new RegExp(`\\b(${WORDS.join('|')})\\b`, 'i')

/** The name of idempotency records in data files of version 1. */
const ALLOWED = /(['`])deeds\1/g

/** Beginnings of comments that circle round a noun. */
const BEGINNINGS = /(\/\/|\/\*\*?|^\s*\*|^\s*#)\s+(The same|What|So much|So many|Whoever|Whether there|How it)\b/

it('is written in the words of the glossary', () => {
  const found = [...FOLDERS.flatMap(filesBelow), ...FILES].flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, i) =>
        BANNED.test(line.replace(ALLOWED, '')) || (isCode(file) && BEGINNINGS.test(line)) ? `${file}:${i + 1}: ${line.trim()}` : [],
      ),
  )
  expect(found).toEqual([])
})

function isCode(file: string): boolean {
  return /\.(ts|mjs|js|yaml|css|sh)$/.test(file) || file === '.ci/run'
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !LEFT_OUT.test(file))
}
