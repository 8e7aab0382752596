import type { JsonSchema } from '../json-schemas.ts'

const MAX_WIDTH = 80

/** A JSON schema as people read types: `{ id: string, name?: string | null }`. */
export function schemaText(schema: unknown, indent = ''): string {
  if (!isSchema(schema)) return 'any'
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? ''
  if (Array.isArray(schema.enum)) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const options = schema.anyOf ?? schema.oneOf
  if (Array.isArray(options)) return unique(options.map(option => schemaText(option, indent)))
  if (Array.isArray(schema.type))
    return unique(schema.type.map(type => schemaText({ ...schema, type }, indent)))
  if (schema.type === 'array') return arrayText(schemaText(schema.items, indent))
  if (schema.type === 'object' || isSchema(schema.properties)) return objectText(schema, indent)
  return typeof schema.type === 'string' ? schema.type : 'any'
}

function arrayText(item: string): string {
  return item.startsWith('{') || !item.includes(' | ') ? `${item}[]` : `(${item})[]`
}

function objectText(schema: JsonSchema, indent: string): string {
  const inner = `${indent}  `
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : []
  const lines = properties.map(
    ([name, value]) => `${name}${required.has(name) ? '' : '?'}: ${schemaText(value, inner)}`,
  )
  const rest = schema.additionalProperties
  if (isSchema(rest)) lines.push(`[name]: ${schemaText(rest, inner)}`)
  if (lines.length === 0) return '{}'
  const short = `{ ${lines.join(', ')} }`
  if (short.length <= MAX_WIDTH && !short.includes('\n')) return short
  return `{\n${lines.map(line => `${inner}${line}`).join('\n')}\n${indent}}`
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null
}

function unique(texts: readonly string[]): string {
  return [...new Set(texts)].join(' | ')
}
