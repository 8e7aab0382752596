import { angularSnippet } from './angular'
import { curlSnippet } from './curl'
import { kotlinSnippet } from './kotlin'
import type { Snippet, SnippetFacts } from './snippet'
import { typescriptSnippet } from './typescript'

/** How the token is used, ready to run. */
export function snippetsFor(given: SnippetFacts): readonly Snippet[] {
  const facts = { ...given, apiKey: plain(given.apiKey) || 'YOUR_API_KEY', baseUrl: baseOf(given.baseUrl) }
  return [typescriptSnippet(facts), angularSnippet(facts), kotlinSnippet(facts), curlSnippet(facts)].filter(
    snippet => snippet !== undefined,
  )
}

/** What stands in code must not end its strings. */
function plain(text: string): string {
  return text.replace(/[^\w-]/g, '')
}

function baseOf(text: string): string {
  const url = URL.parse(text.trim())
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (!isWeb) return 'http://127.0.0.1:8800'
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/['"$`\\]/g, '')
}
