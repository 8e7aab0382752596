import type { Case, Diagnosis } from '../diagnose'

const isServer = ({ reading }: Case) =>
  reading.claims?.user_id === undefined && 'server' in (reading.claims ?? {})
const isUnsigned = ({ inspection, reading }: Case) =>
  inspection.signed_by === null && !('iss' in (reading.claims ?? {}))

export const ACCEPTED: readonly Diagnosis[] = [
  {
    fits: given => given.inspection.accepted && isUnsigned(given),
    heading: 'Accepted, but only because auth checks are off',
    todo: 'Nobody has signed this token: anybody can make it, for anybody. Before real people use the app, switch auth checks on and have your backend sign tokens.',
  },
  {
    fits: given => given.inspection.accepted && isServer(given),
    heading: 'Accepted, as your backend',
    todo: 'It may do everything in this app, in anybody’s name. Keep it on your backend. If it was in an app or a web page, retire the secret that signed it.',
  },
  {
    fits: ({ inspection }) => inspection.accepted,
    heading: ({ reading }) => `Accepted: ${reading.claims?.user_id ?? 'its user'} can connect`,
    todo: ({ reading }) =>
      reading.claims && 'exp' in reading.claims
        ? ''
        : 'It never expires. For production sign tokens with exp, and give the SDK a function that fetches the next one.',
  },
]
