import { readAtMost } from './read-at-most.ts'

export interface PostBytes {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
  /** For the whole exchange, the answer's body included. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** What of the answer's body is of interest; more is not read. */
  readonly maxAnswerBytes?: number
}

export interface Posted {
  readonly status: number
  /** Undefined when it was longer than wanted. */
  readonly answer: Uint8Array | undefined
  /** What the receiver said in `Retry-After`, when it is a number of seconds. */
  readonly retryAfterUs: number | undefined
}

/** Enough for a receiver's `ok`, so that its connection can be used again. */
const ANSWER_BYTES = 16 * 1024

/**
 * Posts somewhere that an app named. Never follows a redirect, reads little of the answer, and is
 * over in time whatever the other side does.
 * @throws Error when there was no answer; `errorText` says why in few words.
 */
export async function postBytes(url: string, post: PostBytes): Promise<Posted> {
  const late = AbortSignal.timeout(post.timeoutMs)
  const signal = post.signal ? AbortSignal.any([late, post.signal]) : late
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'user-agent': 'Parley', ...post.headers },
    body: post.body,
    redirect: 'manual',
    signal,
  })
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const answer = await readAtMost(response, post.maxAnswerBytes ?? ANSWER_BYTES)
  const retryAfterUs = seconds >= 0 ? seconds * 1_000_000 : undefined
  return { status: response.status, answer, retryAfterUs }
}
