import { expect, test } from 'vitest'
import { emptyWorld, generateWorld, guideWorld } from '../../fixtures/index.js'
import { createMock } from '../../src/index.js'
import { served, verified } from './verifying.js'

const busy = () => createMock({ world: generateWorld({ conversations: 30, seed: 1, base: guideWorld }) })
const SHORT = ['--only', 'PART-01', '--allow-writes', '--explore', '15', '--seed', '7']

test('a server that follows the guide passes', async () => {
  const { url } = await served(busy())
  const { status, stdout, stderr } = await verified(url, ...SHORT)

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('Explored 15 random sequences (seed 7): none departs from the guide.')
})

test('a difference is printed as a script, and fails the run', async () => {
  const { url } = await served(busy(), {
    twist: (answer, { path }) => {
      if (path.endsWith('/close')) answer.body = answer.body.replace('"closed"', '"open"')
    },
  })
  const { status, stdout } = await verified(url, ...SHORT)

  expect(status).toBe(1)
  expect(stdout).toContain('A sequence of 2 calls departs from the guide:\n\n#!/bin/sh')
  expect(stdout).toContain('--explore 15 --seed 7')
})

test('--explore requires --allow-writes', async () => {
  const { url } = await served(busy())
  const { status, stderr } = await verified(url, '--explore', '15')

  expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: --explore: sequences create conversations: add --allow-writes\n' })
})

test('missing users and bots of a server are named', async () => {
  const { url } = await served(createMock({ world: emptyWorld }))
  const { status, stderr } = await verified(url, ...SHORT)

  expect(status).toBe(2)
  expect(stderr).toMatch(/^error: --explore: no channel was found on the server; name one by --channel-id\n$/)
})
