import { OpenAPIHono } from '@hono/zod-openapi'
import { ERRORS } from '@parley/protocol'
import { z } from 'zod'
import type { AnyRoute, RouteAuth } from './route.ts'

type Registry = OpenAPIHono['openAPIRegistry']
type Operation = Parameters<Registry['registerPath']>[0]
type JsonSchema = Record<string, unknown>

/** The OpenAPI 3.1 document, made of the schemas that requests are checked with. */
export class OpenApi {
  readonly #hono = new OpenAPIHono()

  constructor(routes: readonly AnyRoute[]) {
    for (const route of routes) this.#hono.openAPIRegistry.registerPath(operationOf(route))
  }

  document(version: string) {
    registerCommon(this.#hono.openAPIRegistry)
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
  registry.registerComponent('schemas', 'Error', ERROR_SCHEMA)
}

const ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['code', 'message', 'StatusCode', 'more_info', 'duration'],
  properties: {
    code: { type: 'integer', enum: Object.values(ERRORS).map(({ code }) => code) },
    message: { type: 'string' },
    StatusCode: { type: 'integer' },
    more_info: { type: 'string', format: 'uri' },
    duration: { type: 'string' },
    details: { type: 'object' },
    exception_fields: { type: 'object', additionalProperties: { type: 'string' } },
    request_id: { type: 'string' },
  },
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

function operationOf(route: AnyRoute): Operation {
  return {
    method: route.method.toLowerCase() as Operation['method'],
    path: route.path,
    operationId: route.name,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, CALLERS[route.auth]].filter(Boolean).join('\n\n'),
    security: SECURITY[route.auth],
    parameters: parametersOf(route),
    ...(route.body && route.method !== 'GET' && { request: { body: jsonBody(route.body) } }),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: replySchema(route.reply) } } },
      '4XX': {
        description: 'Refused.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function jsonBody(body: z.ZodType) {
  return { content: { 'application/json': { schema: toSchema(body) } } }
}

function parametersOf(route: AnyRoute) {
  const path = propertiesOf(route.params)
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const inPath = names.map(name => ({
    in: 'path' as const,
    name,
    required: true,
    schema: path[name] ?? { type: 'string' },
  }))
  const inQuery = Object.entries(propertiesOf(route.query)).map(([name, schema]) => ({
    in: 'query' as const,
    name,
    schema,
  }))
  const payload = route.method === 'GET' && route.body ? [payloadParameter(route.body)] : []
  return [...inPath, ...inQuery, ...payload]
}

function payloadParameter(body: z.ZodType) {
  const content = { 'application/json': { schema: toSchema(body) } }
  return { in: 'query' as const, name: 'payload', content }
}

function propertiesOf(schema: z.ZodType | undefined): Record<string, JsonSchema> {
  if (!schema) return {}
  const { properties } = toSchema(schema)
  return (properties ?? {}) as Record<string, JsonSchema>
}

function replySchema(reply: z.ZodType | undefined): JsonSchema {
  const own = reply ? toSchema(reply) : { type: 'object', properties: {} }
  const properties = { ...(own.properties as JsonSchema | undefined), duration: { type: 'string' } }
  return { ...own, properties, required: [...((own.required as string[] | undefined) ?? []), 'duration'] }
}

/** A zod schema as JSON schema, by what goes in: what unsets values first is left out. */
export function toSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      const definition = zodSchema._zod.def
      if (definition.type !== 'pipe') return
      const { in: first, out } = definition as unknown as { in: z.ZodType; out: z.ZodType }
      if (first._zod.def.type === 'transform') Object.assign(jsonSchema, toSchema(out))
    },
  })
  return json
}
