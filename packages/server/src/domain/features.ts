import { type ChannelConfig, ChatError } from '@parley/protocol'

/** Settings of a channel that switch something on. */
type Feature = 'polls' | 'shared_locations' | 'user_message_reminders'

/** @throws ChatError `feature_disabled` */
export function checkFeature(config: ChannelConfig, feature: Feature): void {
  if (config[feature]) return
  throw new ChatError('feature_disabled', `${feature} are switched off in this channel`, {
    details: { feature },
  })
}
