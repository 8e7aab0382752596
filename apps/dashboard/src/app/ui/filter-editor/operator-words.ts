import type { FilterField } from './filter-table'

const WORDS: Readonly<Record<string, string>> = {
  $eq: 'is',
  $ne: 'is not',
  $in: 'is one of',
  $nin: 'is none of',
  $gt: 'is more than',
  $gte: 'is at least',
  $lt: 'is less than',
  $lte: 'is at most',
  $exists: 'is set',
  $contains: 'contains',
  $q: 'has the words',
  $autocomplete: 'has words that begin with',
}

const TIME_WORDS: Readonly<Record<string, string>> = {
  $gt: 'is after',
  $gte: 'is at or after',
  $lt: 'is before',
  $lte: 'is at or before',
}

const LIST_WORDS: Readonly<Record<string, string>> = {
  $in: 'include one of',
  $nin: 'include none of',
  $eq: 'are',
  $ne: 'are not',
}

/** What an operator asks, to be read after the field's name. */
export function operatorText(operator: string, kind: FilterField['kind'] | undefined): string {
  const special = kind === 'time' ? TIME_WORDS : kind === 'members' ? LIST_WORDS : {}
  return special[operator] ?? WORDS[operator] ?? operator
}
