import type { RequestOptions } from './send'
import { sendForText } from './send'

/** Keeps an answer of the dashboard's API as a file, under the name that the server gives it. */
export async function download(path: string, query: RequestOptions['query']): Promise<void> {
  const { text, type, name } = await sendForText(path, query)
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
