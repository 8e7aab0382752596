import type { Case, Diagnosis } from '../diagnose'

/** Names that people give to what must be called `user_id`. */
const NEARLY = ['userId', 'userID', 'sub', 'id', 'uid', 'user']

const isBad = ({ inspection }: Case) => inspection.code === 5
const wrongTime = ({ reading }: Case) =>
  ['exp', 'iat', 'nbf'].find(name => {
    const value = reading.claims?.[name]
    return (
      value !== undefined &&
      !(Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 253_402_300_799)
    )
  })
const isServer = ({ reading }: Case) => reading.claims?.server === true || reading.claims?.server === 'true'

export const MALFORMED: readonly Diagnosis[] = [
  {
    fits: given => isBad(given) && given.reading.parts.length !== 3,
    heading: 'Refused: this is no token',
    todo: 'A token has three parts with dots between them, and begins with eyJ. Copy it whole; an API secret or an id of a session is none.',
  },
  {
    fits: given => isBad(given) && (given.reading.header === undefined || given.reading.claims === undefined),
    heading: 'Refused: it can’t be read',
    todo: 'A part of it is no base64url of a JSON object. It was cut off, changed on the way, or encoded otherwise: compare its length where it is made and where it is used.',
  },
  {
    fits: given => isBad(given) && wrongTime(given) !== undefined,
    heading: given => `Refused: “${wrongTime(given)}” is no time in seconds`,
    todo: 'Times are whole seconds since 1970, as numbers: Math.floor(Date.now() / 1000), not Date.now(), which counts milliseconds.',
  },
  {
    fits: given => isBad(given) && given.reading.claims?.user_id !== undefined && isServer(given),
    heading: 'Refused: it is for a user and for a server',
    todo: 'Leave out one of the two: user_id for a user’s token, or server: true for your backend’s.',
  },
  {
    fits: given => isBad(given) && given.reading.claims?.user_id === undefined,
    heading: 'Refused: it names nobody',
    todo: ({ reading }) => {
      const nearly = NEARLY.find(name => reading.claims?.[name] !== undefined)
      const found = nearly ? ` It has “${nearly}”, which does not count.` : ''
      return `Put the user’s id into the claim “user_id”.${found} A token of your backend has “server”: true instead.`
    },
  },
  {
    fits: given =>
      isBad(given) &&
      given.inspection.findings.some(({ part, ok }) => part === 'claim user_id' && ok === false),
    heading: 'Refused: its user id can’t be one',
    todo: 'User ids are made of a–z A–Z 0–9 @ _ - and are 1 to 255 characters long. E-mail addresses with a dot are none: use the id of your database.',
  },
]
