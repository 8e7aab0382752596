import type { Site } from './site.ts'

interface WithGrants {
  readonly grants: Record<string, string[]>
}

/** Users may make polls; members of `messaging` channels send them and vote. */
export async function letPeoplePoll(site: Site): Promise<void> {
  const type = (await site.ok('GET /channeltypes/messaging')) as unknown as WithGrants
  const channel_member = withAll(type.grants.channel_member, ['send-poll', 'cast-vote', 'query-votes'])
  await site.ok('PUT /channeltypes/messaging', { polls: true, grants: { channel_member } })
  const { app } = (await site.ok('GET /app')) as unknown as { app: WithGrants }
  await site.ok('PATCH /app', { grants: { user: withAll(app.grants.user, ['create-poll']) } })
}

const withAll = (held: readonly string[] = [], more: readonly string[]) => [...new Set([...held, ...more])]
