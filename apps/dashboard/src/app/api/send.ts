import { toApiError, unreachable } from './api-error'

export type QueryValue = string | number | boolean | null | undefined

export interface RequestOptions {
  readonly query?: Readonly<Record<string, QueryValue>>
  readonly body?: unknown
  readonly signal?: AbortSignal
}

const BASE = '/dashboard/api'

/** One request, as it is. */
export async function send<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await answerOf(method, path, options)
  return (await response.json().catch(() => undefined)) as T
}

/** An answer that is a file. */
export interface FileAnswer {
  readonly text: string
  readonly type: string
  readonly name: string
}

export async function sendForText(path: string, query: RequestOptions['query']): Promise<FileAnswer> {
  const response = await answerOf('GET', path, { ...(query && { query }) })
  const [, name = 'file'] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? []
  return { text: await response.text(), type: response.headers.get('content-type') ?? '', name }
}

async function answerOf(method: string, path: string, options: RequestOptions): Promise<Response> {
  const { body, signal } = options
  const headers: Record<string, string> = { 'x-parley-dashboard': '1' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const request: RequestInit = { method, headers, ...(signal && { signal }) }
  if (body !== undefined) request.body = JSON.stringify(body)
  let response: Response
  try {
    response = await fetch(BASE + path + queryText(options.query), request)
  } catch (error) {
    if (signal?.aborted) throw error
    throw unreachable()
  }
  if (response.ok) return response
  throw toApiError(response.status, await response.json().catch(() => undefined))
}

function queryText(query: RequestOptions['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text && `?${text}`
}
