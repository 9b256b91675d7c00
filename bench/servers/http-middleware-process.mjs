// Run by peers.mjs: MSW handlers over an array, served by @mswjs/http-middleware.
import { readFileSync } from 'node:fs'
import { createServer } from '@mswjs/http-middleware'
import { HttpResponse, http } from 'msw'

const [port, file] = process.argv.slice(2)
const conversations = JSON.parse(readFileSync(file, 'utf8'))

createServer(
  http.get('/conversations', ({ request }) => {
    const { searchParams } = new URL(request.url)
    const status = searchParams.get('status')
    const perPage = Number(searchParams.get('perPage'))
    const matching = conversations.filter((conversation) => conversation.status === status)
    const pagination = { page: 1, perPage, totalPages: Math.ceil(matching.length / perPage), totalCount: matching.length }
    return HttpResponse.json({ data: matching.slice(0, perPage), meta: { pagination } })
  }),
  http.get('/conversations/:id', ({ params }) => {
    const conversation = conversations.find(({ id }) => id === params.id)
    return conversation === undefined ? new HttpResponse(null, { status: 404 }) : HttpResponse.json({ data: conversation })
  }),
).listen(Number(port), '127.0.0.1')
