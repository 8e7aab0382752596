import type { ChannelState, OwnUser } from '@parley/client'

/**
 * Why nothing can be written here:
 * - `anonymous`: visitors only read; who enters as a guest or signs in may write
 * - `banned`: from this channel, or from the app
 * - `frozen`: nobody writes here at present
 * - `disabled`: a server closed the channel
 * - `no-replies`: this channel has no threads
 * - `not-member`: one has to join first
 * - `not-allowed`: for any other reason
 */
export type WhyNot =
  | 'anonymous'
  | 'banned'
  | 'frozen'
  | 'disabled'
  | 'no-replies'
  | 'not-member'
  | 'not-allowed'

/** Why nothing can be written; undefined when it can, also while the connection is lost. */
export function whyNot(
  { channel, membership }: Pick<ChannelState, 'channel' | 'membership'>,
  user: Pick<OwnUser, 'role' | 'banned'> | undefined,
  isThread: boolean,
): WhyNot | undefined {
  if (!channel) return undefined
  const { own_capabilities = [], frozen, disabled, config } = channel
  const can = (capability: string) => own_capabilities.includes(capability)
  if (user?.role === 'anonymous' && !can('create-message')) return 'anonymous'
  if (user?.banned || membership?.banned) return 'banned'
  if (disabled) return 'disabled'
  if (frozen && !can('use-frozen-channel')) return 'frozen'
  if (isThread && config?.replies === false) return 'no-replies'
  if (can('create-message')) return undefined
  return membership ? 'not-allowed' : 'not-member'
}

/** Whether files can be attached here. */
export function canUpload({ channel }: Pick<ChannelState, 'channel'>): boolean {
  const { own_capabilities = [], config } = channel ?? {}
  const needed = ['upload-attachment', 'create-attachment']
  return config?.uploads !== false && needed.every(capability => own_capabilities.includes(capability))
}

/** Whether polls can be sent here. Whether one may make them is the app's matter, and not told. */
export function canPoll({ channel }: Pick<ChannelState, 'channel'>): boolean {
  const { own_capabilities = [], config } = channel ?? {}
  return config?.polls === true && own_capabilities.includes('send-poll')
}
