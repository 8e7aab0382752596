import { OpenAPIHono } from '@hono/zod-openapi'
import type { z } from 'zod'
import { Examples } from './examples.ts'
import { type JsonSchema, JsonSchemas } from './json-schemas.ts'
import type { AnyRoute, RouteAuth } from './route.ts'

type Registry = OpenAPIHono['openAPIRegistry']
type Operation = Parameters<Registry['registerPath']>[0]

/** The OpenAPI 3.1 document, made of the schemas that requests are checked with. */
export class OpenApi {
  readonly #hono = new OpenAPIHono()
  readonly #schemas = new JsonSchemas()

  constructor(routes: readonly AnyRoute[]) {
    const registry = this.#hono.openAPIRegistry
    for (const route of routes) registry.registerPath(new RouteDocument(route, this.#schemas).operation())
    registerCommon(registry)
    const examples = new Examples(this.#schemas.components)
    for (const [name, schema] of Object.entries(this.#schemas.components)) {
      registry.registerComponent('schemas', name, { ...schema, example: examples.of(schema) })
    }
  }

  document(version: string) {
    return this.#hono.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Parley',
        version,
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
        description:
          'The REST half of Parley. Every successful reply is a JSON object with `duration`. The socket is described in PROTOCOL.md.',
      },
    })
  }
}

function registerCommon(registry: Registry): void {
  registry.registerComponent('securitySchemes', 'apiKey', { type: 'apiKey', in: 'query', name: 'api_key' })
  registry.registerComponent('securitySchemes', 'token', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'The JWT as it is, with or without `Bearer `. A server token has the claim `server: true`.',
  })
  registry.registerComponent('securitySchemes', 'anonymous', {
    type: 'apiKey',
    in: 'header',
    name: 'Stream-Auth-Type',
    description: 'The word `anonymous`, and no token.',
  })
}

const SECURITY: Readonly<Record<RouteAuth, Record<string, string[]>[]>> = {
  key: [{ apiKey: [] }],
  server: [{ apiKey: [], token: [] }],
  user: [{ apiKey: [], token: [] }],
  any: [{ apiKey: [], token: [] }],
  reader: [
    { apiKey: [], token: [] },
    { apiKey: [], anonymous: [] },
  ],
}

/** Who may call, in words. */
export const CALLERS: Readonly<Record<RouteAuth, string>> = {
  key: 'Anybody who knows the API key.',
  server: 'Server tokens only.',
  user: 'User tokens only.',
  any: 'User and server tokens.',
  reader: 'User and server tokens, and anonymous users.',
}

/** One route as OpenAPI has it. */
class RouteDocument {
  readonly #route: AnyRoute
  readonly #schemas: JsonSchemas
  readonly #examples: Examples

  constructor(route: AnyRoute, schemas: JsonSchemas) {
    this.#route = route
    this.#schemas = schemas
    this.#examples = new Examples(schemas.components)
  }

  operation(): Operation {
    const route = this.#route
    const reply = this.#reply()
    return {
      method: route.method.toLowerCase() as Operation['method'],
      path: route.path,
      operationId: route.name,
      tags: [route.tag],
      summary: route.summary,
      description: [route.description, CALLERS[route.auth]].filter(Boolean).join('\n\n'),
      security: SECURITY[route.auth],
      parameters: [...this.#pathParameters(), ...this.#queryParameters(), ...this.#payload()],
      ...this.#request(),
      responses: {
        200: { description: 'Done.', ...this.#json(reply, this.#examples.of(reply)) },
        '4XX': { description: 'Refused.', ...this.#json({ $ref: '#/components/schemas/Error' }) },
      },
    }
  }

  #request() {
    const { body, method, multipart } = this.#route
    if (multipart) {
      const schema = this.#schemas.of(multipart)
      return { request: { body: { content: { 'multipart/form-data': { schema } } } } }
    }
    return body && method !== 'GET'
      ? { request: { body: this.#json(this.#schemas.of(body), this.#requestExample(body)) } }
      : {}
  }

  #json(schema: JsonSchema, example?: unknown) {
    return { content: { 'application/json': { schema, ...(example !== undefined && { example }) } } }
  }

  #requestExample(body: z.ZodType): unknown {
    return this.#examples.ofRequest(this.#route.name, this.#schemas.of(body))
  }

  #pathParameters() {
    const known = this.#propertiesOf(this.#route.params)
    const names = [...this.#route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
    return names.map(name => ({
      in: 'path' as const,
      name,
      required: true,
      schema: known[name] ?? { type: 'string' },
    }))
  }

  #queryParameters() {
    const known = this.#propertiesOf(this.#route.query)
    return Object.entries(known).map(([name, schema]) => ({ in: 'query' as const, name, schema }))
  }

  #payload() {
    const { method, body } = this.#route
    if (method !== 'GET' || !body) return []
    return [
      {
        in: 'query' as const,
        name: 'payload',
        ...this.#json(this.#schemas.of(body), this.#requestExample(body)),
      },
    ]
  }

  #propertiesOf(schema: z.ZodType | undefined): Record<string, JsonSchema> {
    if (!schema) return {}
    const { properties } = this.#schemas.of(schema)
    return (properties ?? {}) as Record<string, JsonSchema>
  }

  #reply(): JsonSchema {
    const { reply } = this.#route
    return reply ? this.#schemas.of(reply) : { type: 'object', properties: { duration: { type: 'string' } } }
  }
}
