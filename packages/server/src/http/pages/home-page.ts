import { escapeHtml, page } from './page.ts'

const LINKS: readonly (readonly [href: string, what: string])[] = [
  ['/docs/api', 'every endpoint, with what it takes and answers'],
  ['/docs/errors', 'every error code, and what to do about it'],
  ['/openapi.json', 'the endpoints for programs, as OpenAPI 3.1'],
  ['/healthz', 'whether the process answers'],
  ['/readyz', 'whether the database does, too'],
  ['/metrics', 'numbers for Prometheus'],
]

/** For whoever opens the server's address in a browser. */
export function homePage(version: string): string {
  const links = LINKS.map(([href, what]) => `<li><a href="${href}"><code>${href}</code></a> ${what}</li>`)
  return page(
    'Parley',
    `<p>This is a Parley server, version ${escapeHtml(version)}: the chat backend of an app. It is running.</p>
<p>Apps talk to it with the SDK, backends with an API key and a token. The first start printed the key and its secret;
<code>npx parley app list</code> shows the key again.</p>
<ul>
${links.join('\n')}
</ul>`,
  )
}
