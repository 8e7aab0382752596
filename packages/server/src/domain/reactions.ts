import type { ReactionGroup, ReactionGroups, ReactionRecord } from './records.ts'

const NO_GROUPS: ReactionGroups = Object.freeze({})

/** When the first and the last reaction of a type came. */
export type ReactionTimes = Pick<ReactionGroup, 'firstAtUs' | 'lastAtUs'>

/** The counts after one more reaction, the newest of its type. */
export function withReaction(
  groups: ReactionGroups | undefined = NO_GROUPS,
  { type, score }: Scored,
  atUs: number,
): ReactionGroups {
  const group = groupOf(groups, type)
  return {
    ...groups,
    [type]: {
      count: (group?.count ?? 0) + 1,
      sumScores: (group?.sumScores ?? 0) + score,
      firstAtUs: group?.firstAtUs ?? atUs,
      lastAtUs: atUs,
    },
  }
}

/** The counts after somebody gave the same type with another score. */
export function withScore(
  groups: ReactionGroups | undefined = NO_GROUPS,
  before: Scored,
  score: number,
): ReactionGroups {
  const group = groupOf(groups, before.type)
  if (!group) return groups
  return { ...groups, [before.type]: { ...group, sumScores: group.sumScores - before.score + score } }
}

/** The counts after a reaction was taken back; `times` are those of what is left of its type. */
export function withoutReaction(
  groups: ReactionGroups | undefined = NO_GROUPS,
  { type, score }: Scored,
  times: ReactionTimes | undefined,
): ReactionGroups {
  const { [type]: group, ...others } = groups
  if (!group || !times || group.count <= 1) return others
  return { ...others, [type]: { count: group.count - 1, sumScores: group.sumScores - score, ...times } }
}

/** The times of a type when they stay though this reaction goes: neither the first nor the last of it. */
export function timesWithout(
  groups: ReactionGroups | undefined = NO_GROUPS,
  { type, createdAtUs }: Pick<ReactionRecord, 'type' | 'createdAtUs'>,
): ReactionTimes | undefined {
  const group = groupOf(groups, type)
  if (!group || createdAtUs <= group.firstAtUs || createdAtUs >= group.lastAtUs) return undefined
  return { firstAtUs: group.firstAtUs, lastAtUs: group.lastAtUs }
}

interface Scored {
  readonly type: string
  readonly score: number
}

/** A type may be called `constructor`. */
function groupOf(groups: ReactionGroups, type: string): ReactionGroup | undefined {
  return Object.hasOwn(groups, type) ? groups[type] : undefined
}
