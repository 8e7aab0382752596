import type { z } from 'zod'
import { CALLERS, toSchema } from '../openapi.ts'
import type { AnyRoute } from '../route.ts'
import { escapeHtml, page, prose } from './page.ts'

/** The endpoints for people: the same schemas as `/openapi.json`. */
export function apiPage(routes: readonly AnyRoute[], version: string): string {
  const tags = [...new Set(routes.map(route => route.tag))]
  const sections = tags.map(tag => {
    const entries = routes.filter(route => route.tag === tag).map(entry)
    return `<section id="${escapeHtml(anchor(tag))}"><h2>${escapeHtml(tag)}</h2>\n${entries.join('\n')}</section>`
  })
  const contents = tags.map(tag => `<a href="#${escapeHtml(anchor(tag))}">${escapeHtml(tag)}</a>`).join(' · ')
  return page(
    'Parley API',
    `<p>Version ${escapeHtml(version)}. The same as <a href="/openapi.json">OpenAPI 3.1</a>; errors are explained <a href="/docs/errors">here</a>.
Send the API key as query parameter <code>api_key</code>, the token as header <code>Authorization</code>. Every reply is a JSON object with <code>duration</code>.</p>
<p>${contents}</p>\n${sections.join('\n')}`,
  )
}

function anchor(tag: string): string {
  return tag.toLowerCase().replace(/\W+/g, '-')
}

function entry(route: AnyRoute): string {
  const parts = [
    `<p>${prose([route.description, CALLERS[route.auth]].filter(Boolean).join(' '))}</p>`,
    schema('Query', route.query),
    schema(route.method === 'GET' ? 'JSON in the query parameter payload' : 'Body', route.body),
    schema('Reply', route.reply),
  ]
  return `<details id="${escapeHtml(route.name)}">
<summary><span class="method">${route.method}</span> <code>${escapeHtml(route.path)}</code> ${escapeHtml(route.summary)}</summary>
${parts.filter(Boolean).join('\n')}
</details>`
}

function schema(title: string, of: z.ZodType | undefined): string {
  if (!of) return ''
  return `<h3>${title}</h3>\n<pre>${escapeHtml(JSON.stringify(toSchema(of), null, 2))}</pre>`
}
