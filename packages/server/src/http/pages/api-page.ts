import type { z } from 'zod'
import { JsonSchemas } from '../json-schemas.ts'
import { CALLERS } from '../openapi.ts'
import type { AnyRoute } from '../route.ts'
import { escapeHtml, page, prose } from './page.ts'
import { schemaText } from './schema-text.ts'

/** The endpoints for people: the same schemas as `/openapi.json`, as types. */
export function apiPage(routes: readonly AnyRoute[], version: string): string {
  const schemas = new JsonSchemas()
  const tags = [...new Set(routes.map(route => route.tag))]
  const sections = tags.map(tag => {
    const entries = routes.filter(route => route.tag === tag).map(route => entry(route, schemas))
    return section(tag, entries)
  })
  sections.push(section('Objects', objects(schemas)))
  const contents = [...tags, 'Objects']
    .map(tag => `<a href="#${anchor(tag)}">${escapeHtml(tag)}</a>`)
    .join(' · ')
  return page('Parley API', `${intro(version)}\n<p>${contents}</p>\n${sections.join('\n')}`)
}

function intro(version: string): string {
  return `<p>Version ${escapeHtml(version)}. For programs: <a href="/openapi.json">OpenAPI 3.1</a>. Errors are explained <a href="/docs/errors">here</a>.</p>
<p>Send the API key as query parameter <code>api_key</code> and the token as header <code>Authorization</code>.
Every reply is a JSON object with <code>duration</code>. The socket is described in PROTOCOL.md.</p>`
}

function section(title: string, parts: readonly string[]): string {
  return `<section id="${anchor(title)}"><h2>${escapeHtml(title)}</h2>\n${parts.join('\n')}</section>`
}

function anchor(title: string): string {
  return title.toLowerCase().replace(/\W+/g, '-')
}

function entry(route: AnyRoute, schemas: JsonSchemas): string {
  const parts = [
    `<p>${prose([route.description, CALLERS[route.auth]].filter(Boolean).join(' '))}</p>`,
    block('Query', route.query, schemas),
    block(route.method === 'GET' ? 'JSON in the query parameter payload' : 'Body', route.body, schemas),
    block('Reply', route.reply, schemas),
  ]
  return `<details id="${escapeHtml(route.name)}">
<summary><span class="method">${route.method}</span> <code>${escapeHtml(route.path)}</code> ${escapeHtml(route.summary)}</summary>
${parts.filter(Boolean).join('\n')}
</details>`
}

function block(title: string, schema: z.ZodType | undefined, schemas: JsonSchemas): string {
  return schema ? `<h3>${title}</h3>\n<pre>${escapeHtml(schemaText(schemas.of(schema)))}</pre>` : ''
}

function objects({ components }: JsonSchemas): string[] {
  return Object.entries(components)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, schema]) =>
        `<h3 id="${escapeHtml(name)}">${escapeHtml(name)}</h3>\n<pre>${escapeHtml(schemaText(schema))}</pre>`,
    )
}
