import type { Fetch } from './rest.ts'

/** The part of XMLHttpRequest that the SDK uses. */
interface Xhr {
  readonly status: number
  readonly responseText: string
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null }
  onload: (() => void) | null
  onerror: (() => void) | null
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  getAllResponseHeaders(): string
  send(body: unknown): void
  abort(): void
}

/**
 * A `fetch` that tells how much of the body has gone. Browsers and React Native tell that to
 * XMLHttpRequest alone; elsewhere only the end is told.
 */
export function uploading(onProgress: (done: number) => void, fetch: Fetch): Fetch {
  const { XMLHttpRequest } = globalThis as { XMLHttpRequest?: new () => Xhr }
  if (XMLHttpRequest) return (url, init) => byXhr(new XMLHttpRequest(), url, init, onProgress)
  return async (url, init) => {
    const response = await fetch(url, init)
    onProgress(1)
    return response
  }
}

function byXhr(
  xhr: Xhr,
  url: string,
  { method = 'POST', headers, body, signal }: RequestInit,
  onProgress: (done: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    xhr.open(method, url)
    for (const [name, value] of Object.entries(headers ?? {})) xhr.setRequestHeader(name, String(value))
    xhr.upload.onprogress = ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total)
    }
    xhr.onload = () =>
      resolve(new Response(xhr.responseText, { status: xhr.status, headers: headersOf(xhr) }))
    xhr.onerror = () => reject(new Error('the upload broke'))
    signal?.addEventListener('abort', () => {
      xhr.abort()
      reject(signal.reason)
    })
    xhr.send(body)
  })
}

function headersOf(xhr: Xhr): [string, string][] {
  const lines = xhr.getAllResponseHeaders().trim().split(/\r?\n/)
  return lines.flatMap(line => {
    const [, name, value] = /^([^:]+): ?(.*)$/.exec(line) ?? []
    return name ? [[name, value ?? '']] : []
  })
}

/** What can be uploaded: a file or blob, bytes, a stream, or React Native's `{ uri }`. */
export type Uploadable =
  | Blob
  | ArrayBuffer
  | Uint8Array<ArrayBuffer>
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | { uri: string; name?: string; type?: string }

/** The body of an upload. */
export async function formOf(
  file: Uploadable,
  name?: string,
  type?: string,
  user?: object,
): Promise<FormData> {
  const form = new FormData()
  if (user) form.append('user', JSON.stringify(user))
  // React Native reads the file by itself
  if ('uri' in file) form.append('file', { name: 'file', ...file, ...given(name, type) } as unknown as Blob)
  else form.append('file', await blobOf(file, type), name ?? nameOf(file))
  return form
}

function given(name: string | undefined, type: string | undefined): object {
  return { ...(name && { name }), ...(type && { type }) }
}

async function blobOf(file: Exclude<Uploadable, { uri: string }>, type?: string): Promise<Blob> {
  const options = type ? { type } : {}
  if (file instanceof Blob) return type && type !== file.type ? new Blob([file], options) : file
  if (file instanceof ArrayBuffer || file instanceof Uint8Array) return new Blob([file], options)
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const part of chunksOf(file)) parts.push(Uint8Array.from(part))
  return new Blob(parts, options)
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (!('getReader' in source)) return yield* source
  const reader = source.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

function nameOf(file: object): string {
  return 'name' in file && typeof file.name === 'string' && file.name ? file.name : 'file'
}
