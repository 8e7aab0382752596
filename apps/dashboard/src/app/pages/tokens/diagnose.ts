import type { TokenReading } from '../../tokens/read-token'
import { ACCEPTED } from './diagnoses/accepted'
import { MALFORMED } from './diagnoses/malformed'
import { REFUSED_USER } from './diagnoses/refused-user'
import { SIGNATURES } from './diagnoses/signatures'
import { TIMES } from './diagnoses/times'
import type { Inspection } from './inspection'

/** What is known of a token. */
export interface Case {
  readonly inspection: Inspection
  readonly reading: TokenReading
}

/** One thing that a token's verdict may come down to. The first that fits is it. */
export interface Diagnosis {
  fits(given: Case): boolean
  readonly heading: string | ((given: Case) => string)
  readonly todo: string | ((given: Case) => string)
}

const ALL: readonly Diagnosis[] = [...ACCEPTED, ...TIMES, ...SIGNATURES, ...REFUSED_USER, ...MALFORMED]

/** The verdict in a few words, and what to do about it. */
export function diagnose(given: Case): { readonly heading: string; readonly todo: string } {
  const found = ALL.find(each => each.fits(given))
  if (!found)
    return { heading: `Refused: error ${given.inspection.code}`, todo: given.inspection.advice ?? '' }
  return { heading: say(found.heading, given), todo: say(found.todo, given) }
}

function say(text: Diagnosis['heading'], given: Case): string {
  return typeof text === 'string' ? text : text(given)
}
