import { type ClaimWords, describeClaim } from '../../tokens/claim-words'
import type { TokenReading } from '../../tokens/read-token'
import type { Finding } from './inspection'

/** A line of what was found. */
export interface FindingRow extends ClaimWords {
  readonly ok: boolean | null
}

const LABELS: Readonly<Record<string, string>> = {
  form: 'Form',
  payload: 'Payload',
  claims: 'Claims',
  signature: 'Signature',
  app: 'App',
  'header alg': 'Algorithm',
  'header kid': 'Secret',
  'header typ': 'Type',
}

/** What the server found, with the claims in words. */
export function findingRows(
  findings: readonly Finding[],
  reading: TokenReading,
  nowMs: number,
): FindingRow[] {
  return findings.map(finding => ({ ...wordsOf(finding, reading, nowMs), ok: finding.ok }))
}

function wordsOf({ part, ok, says }: Finding, { claims }: TokenReading, nowMs: number): ClaimWords {
  const [kind, name = ''] = part.split(' ', 2)
  if (kind === 'claim' && claims && name in claims) {
    const words = describeClaim(name, claims[name], nowMs)
    return name === 'user_id' && ok === false ? { ...words, more: says } : words
  }
  const label = LABELS[part] ?? (kind === 'claim' ? describeClaim(name, '', nowMs).label : part)
  const words = part === 'header typ' ? says.replace(/^"(.*)"$/, '$1') : says
  return { name, label, words, more: '' }
}
