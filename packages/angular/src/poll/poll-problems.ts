import type { PollForm } from './poll-form'

/** Why a text can't be sent: `missing` of an option means that there are too few. */
export type PollTextProblem = 'missing' | 'too-long' | 'double'

/** What is wrong with a poll that is being written, by field. */
export interface PollProblems {
  readonly question: PollTextProblem | undefined
  /** By the id of the option. */
  readonly options: ReadonlyMap<number, PollTextProblem>
  /** The highest number that can be given; undefined when it is fine. */
  readonly mostRange: number | undefined
  readonly any: boolean
}

/** Characters that a question or an option may have; the server takes no more. */
export const MAX_POLL_TEXT = 255
/** Votes that a number can be given for; the server takes no higher one. */
const HIGHEST_MOST = 10

/** What keeps a poll from being sent. */
export function pollProblems(
  form: Pick<PollForm, 'question' | 'options' | 'isMultiple' | 'most'>,
): PollProblems {
  const question = questionProblem(form.question().trim())
  const options = optionProblems(form)
  const mostRange = form.isMultiple() ? rangeMissed(form) : undefined
  return {
    question,
    options,
    mostRange,
    any: question !== undefined || options.size > 0 || mostRange !== undefined,
  }
}

function questionProblem(text: string): PollTextProblem | undefined {
  if (text === '') return 'missing'
  return text.length > MAX_POLL_TEXT ? 'too-long' : undefined
}

/** Fields that are left empty are none, as long as two are not. */
function optionProblems({ options }: Pick<PollForm, 'options'>): Map<number, PollTextProblem> {
  const problems = new Map<number, PollTextProblem>()
  const seen = new Set<string>()
  for (const { id, text } of options()) {
    const written = text.trim()
    const key = written.toLowerCase()
    if (written.length > MAX_POLL_TEXT) problems.set(id, 'too-long')
    else if (key !== '' && seen.has(key)) problems.set(id, 'double')
    if (key !== '') seen.add(key)
  }
  let lacking = 2 - options().filter(({ text }) => text.trim() !== '').length
  for (const { id, text } of options()) {
    if (text.trim() !== '' || lacking <= 0) continue
    problems.set(id, 'missing')
    lacking -= 1
  }
  return problems
}

/** Nothing typed is any number. */
function rangeMissed({ most }: Pick<PollForm, 'most'>): number | undefined {
  const typed = most().trim()
  if (typed === '') return undefined
  const isWhole = /^\d+$/.test(typed)
  return isWhole && Number(typed) >= 2 && Number(typed) <= HIGHEST_MOST ? undefined : HIGHEST_MOST
}
