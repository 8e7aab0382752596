import { signBody } from '../../auth/sign-webhook.ts'
import type { App } from '../../domain/app.ts'
import { type Posted, postBytes } from '../../util/post-bytes.ts'
import type { Deps } from '../deps.ts'

/** Something to be told to a hook. */
export interface HookPost {
  readonly url: string
  /** `X-Webhook-Id`: the same at every attempt. */
  readonly id: string
  readonly attempt: number
  /** JSON. */
  readonly payload: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  readonly maxAnswerBytes?: number
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * One signed request to an address that an app named; redirects are not followed.
 * @throws Error when there was no answer; `errorText` says why in few words.
 */
export async function postToHook(
  { apps }: Pick<Deps, 'apps'>,
  app: App,
  { url, id, attempt, payload, headers, ...rest }: HookPost,
): Promise<Posted> {
  const body = new TextEncoder().encode(payload)
  return postBytes(url, {
    ...rest,
    body,
    headers: {
      'content-type': 'application/json',
      'x-api-key': app.key,
      'x-signature': await signBody(apps, app.id, body),
      'x-webhook-id': id,
      'x-webhook-attempt': String(attempt),
      ...headers,
    },
  })
}

/** What is wrong with a status, in words; undefined when it means that the event arrived. */
export function statusProblem(status: number): string | undefined {
  if (status >= 200 && status < 300) return undefined
  const redirects = status >= 300 && status < 400
  return redirects
    ? `answered ${status}: redirects are not followed, set the address it points to`
    : `answered ${status}`
}

/** Of a hook for pending messages, each callback has a path of its own below the hook's. */
export function callbackUrl(url: string, callback: string): string {
  return `${url.replace(/\/+$/, '')}/${callback}`
}
