import type { Json } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'
import { keyOf, parseFileAddress, urlSeconds } from './file-address.ts'

/** Keys of an attachment that may hold the address of an uploaded file. */
const LINKS = ['image_url', 'thumb_url', 'asset_url'] as const

export type FreshenLinks = (attachments: readonly Json[]) => readonly Json[]

/**
 * What gives attachments fresh addresses of uploaded files where half of an address's time is over;
 * undefined when none of these messages has such an address, which costs no more than a look.
 *
 * Only what this server signed for is signed again: naming a file is not having it.
 */
export async function freshLinks(
  deps: Deps,
  appId: number,
  messages: readonly { readonly attachments: readonly Json[] }[],
): Promise<FreshenLinks | undefined> {
  if (!messages.some(({ attachments }) => attachments.length > 0 && attachments.some(hasSigned)))
    return undefined
  const seconds = urlSeconds(await deps.apps.get(appId))
  return attachments => attachments.map(attachment => freshen(deps, appId, attachment, seconds))
}

const isSigned = (value: unknown): value is string =>
  typeof value === 'string' && value.includes('&Signature=')
const hasSigned = (attachment: Json): boolean => LINKS.some(key => isSigned(attachment[key]))

/** Addresses of uploaded files, as far as they look like some. */
export function linksOf(attachments: readonly Json[]): string[] {
  return attachments.flatMap(attachment => LINKS.map(key => attachment[key]).filter(isSigned))
}

function freshen(deps: Deps, appId: number, attachment: Json, seconds: number): Json {
  let fresh = attachment
  for (const key of LINKS) {
    const url = attachment[key]
    const better = isSigned(url) ? freshAddress(deps, appId, url, seconds) : undefined
    if (better !== undefined) fresh = { ...fresh, [key]: better }
  }
  return fresh
}

function freshAddress(deps: Deps, appId: number, url: string, seconds: number): string | undefined {
  const address = parseFileAddress(url)
  if (!address || address.key.appId !== appId) return undefined
  const nowUs = deps.clock()
  const secondsLeft = Number(address.query.get('Expires')) - nowUs / 1e6
  if (secondsLeft > seconds / 2) return undefined
  if (deps.fileUrls.check(keyOf(address.key), address.query, nowUs) === 'forged') return undefined
  const signed = new URLSearchParams(
    deps.fileUrls.sign(keyOf(address.key), Math.ceil((nowUs / 1e6 + seconds) / 3600) * 3600),
  )
  // What else stands there, a size say, stays.
  return url.replace(
    /([?&])(Expires|Signature)=[^&#]*/g,
    (_, before, name) => `${before}${name}=${signed.get(name)}`,
  )
}
