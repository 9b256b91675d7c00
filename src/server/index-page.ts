import type { Request, RequestHandler } from 'express'

interface IndexOptions {
  readonly base: string
  /** Address of the server as the client sees it. */
  readonly rootUrl: (request: Request) => string
  /** Serves the control plane too. */
  readonly control: boolean
}

/** List of what is served: JSON for tools, links for people. */
export function index({ base, rootUrl, control }: IndexOptions): RequestHandler {
  return (request, response) => {
    const root = rootUrl(request)
    const links = {
      docs: `${root}/docs`,
      openapi: `${root}/openapi.yaml`,
      openapiJson: `${root}/openapi.json`,
      health: `${root}/health`,
      ...(control && { control: `${root}/_mock` }),
    }
    response.format({
      json: () => response.json({ name: 'linktor-mock', baseUrl: root + base, ...links }),
      html: () => response.set('content-security-policy', "default-src 'none'").send(html(root, base, links)),
    })
  }
}

/** The links are relative: they work under any path prefix. */
function html(root: string, base: string, links: Readonly<Record<string, string>>): string {
  const items = Object.values(links).map((url) => `<li><a href="${url.slice(root.length + 1)}">${url}</a></li>`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>linktor-mock</title>
<h1>linktor-mock</h1>
<p>The Conversations API is at <code>${root + base}</code>. See also:</p>
<ul>${items.join('')}</ul>
</html>
`
}
