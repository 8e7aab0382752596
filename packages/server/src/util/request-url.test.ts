import { expect, test } from 'bun:test'
import { originOf, queryOf, rawPathOf } from './request-url.ts'

const addresses: [url: string, origin: string, path: string, query: string][] = [
  ['http://chat.example:8800/app?api_key=k', 'http://chat.example:8800', '/app', 'api_key=k'],
  ['http://chat.example', 'http://chat.example', '/', ''],
  ['http://chat.example//app', 'http://chat.example', '//app', ''],
  ['/app?api_key=k', '', '/app', 'api_key=k'],
  ['/app?to=http://elsewhere/users', '', '/app', 'to=http%3A%2F%2Felsewhere%2Fusers'],
  ['http://[/app?api_key=k', '', '/app', 'api_key=k'],
  ['http://a:999999/app', '', '/app', ''],
  ['http://%%%/app', '', '/app', ''],
  ['a:1', '', '/', ''],
]

test('an address is taken apart whatever its host is', () => {
  for (const [url, ...parts] of addresses) {
    const got = [originOf({ url }), rawPathOf({ url }), String(queryOf({ url }))]
    expect([url, ...got]).toEqual([url, ...parts])
  }
})
