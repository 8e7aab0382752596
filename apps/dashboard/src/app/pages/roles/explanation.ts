/** A grant that would change something: a cell of the matrix. */
export interface GrantToChange {
  readonly scope: string
  readonly role: string
  readonly permission: string
}

export interface Reason {
  readonly kind: string
  readonly says: string
  readonly until: string | null
  readonly fixes: readonly { readonly says: string; readonly grant: GrantToChange | null }[]
}

export interface ActionAnswer {
  readonly action: string
  readonly group: string
  readonly title: string
  readonly allowed: boolean
  readonly only_own: boolean
  readonly used: boolean
  readonly says: string
  readonly grant: (GrantToChange & { readonly role_kind: 'user' | 'team' | 'channel' }) | null
  readonly reasons: readonly Reason[]
}

/** What `POST /apps/{app}/permissions/explain` answers. */
export interface Explanation {
  readonly user: {
    readonly id: string | null
    readonly name: string | null
    readonly role: string
    readonly teams: readonly string[]
    readonly roles: readonly { readonly name: string; readonly kind: 'user' | 'team' | 'channel' }[]
  }
  readonly channel: {
    readonly cid: string
    readonly type: string
    readonly team: string | null
    readonly created_by_id: string | null
    readonly channel_role: string | null
    /** The one that was asked about. */
    readonly message: { readonly id: string; readonly user_id: string } | null
  } | null
  readonly write: { readonly allowed: boolean; readonly reasons: readonly Reason[] } | null
  readonly notes: readonly { readonly kind: string; readonly says: string }[]
  readonly actions: readonly ActionAnswer[]
}

/** Where in the dashboard something is put right, beside the matrix. */
export function placeToFix(kind: string, { user, channel }: Explanation): readonly string[] | undefined {
  const ofUser = ['deactivated', 'deleted', 'banned_from_app', 'merged']
  if (ofUser.includes(kind) && user.id !== null) return ['users', user.id]
  const ofChannel = ['frozen', 'disabled', 'slow_mode', 'banned_here']
  if (ofChannel.includes(kind) && channel) return ['channels', channel.cid]
  if (['feature_off', 'too_long', 'blocked_word'].includes(kind) && channel)
    return ['channel-types', channel.type]
  return kind === 'app_suspended' ? ['settings'] : undefined
}
