import {
  CheckPushBody,
  CheckPushReply,
  CheckQueueReply,
  CheckSnsBody,
  CheckSqsBody,
  EmptyReply,
  NamelessPushProviderPath,
  PushPreferencesBody,
  PushPreferencesReply,
  PushProviderPath,
  PushProviderReply,
  PushProvidersReply,
  UpsertPushProviderBody,
} from '@parley/protocol/schemas'
import { checkQueue } from '../actions/hooks/check-queues.ts'
import { checkPush } from '../actions/push/check-push.ts'
import { deletePushProvider, listPushProviders, upsertPushProvider } from '../actions/push/providers.ts'
import { updatePushPreferences } from '../actions/push/update-push-preferences.ts'
import type { Route } from './route.ts'

const tag = 'Pushes'

export function registerPushRoutes(route: Route): void {
  registerProviders(route)
  registerNameless(route)
  registerChecks(route)
  route({
    method: 'POST',
    path: '/push_preferences',
    auth: 'any',
    name: 'UpdatePushPreferences',
    allowBanned: true,
    body: PushPreferencesBody,
    reply: PushPreferencesReply,
    tag,
    summary: 'Say what users want pushed',
    description:
      'Everywhere, or with `channel_cid` of one channel, which counts first. `default` brings the default back. Clients say it for themselves.',
    handle: ({ deps, actor, body }) => updatePushPreferences(deps, actor, body),
  })
}

function registerProviders(route: Route): void {
  route({
    method: 'POST',
    path: '/push_providers',
    auth: 'server',
    name: 'UpsertPushProvider',
    body: UpsertPushProviderBody,
    reply: PushProviderReply,
    tag,
    summary: 'Add or change a push provider',
    description:
      'The one of this type and name is overwritten; secrets not given stay. For `web` a pair of VAPID keys is made unless given.',
    handle: async ({ deps, actor, body }) => ({
      push_provider: await upsertPushProvider(deps, actor, body.push_provider),
    }),
  })
  route({
    method: 'GET',
    path: '/push_providers',
    auth: 'server',
    name: 'ListPushProviders',
    reply: PushProvidersReply,
    tag,
    summary: 'List push providers, without their secrets',
    handle: ({ actor }) => ({ push_providers: listPushProviders(actor) }),
  })
  route({
    method: 'DELETE',
    path: '/push_providers/{type}/{name}',
    auth: 'server',
    name: 'DeletePushProvider',
    params: PushProviderPath,
    reply: EmptyReply,
    tag,
    summary: 'Delete a push provider',
    handle: async ({ deps, actor, params }) => {
      await deletePushProvider(deps, actor, params.type, params.name)
      return {}
    },
  })
}

function registerNameless(route: Route): void {
  route({
    method: 'DELETE',
    path: '/push_providers/{type}',
    auth: 'server',
    name: 'DeleteNamelessPushProvider',
    params: NamelessPushProviderPath,
    reply: EmptyReply,
    tag,
    summary: 'Delete the push provider without a name',
    handle: async ({ deps, actor, params }) => {
      await deletePushProvider(deps, actor, params.type, '')
      return {}
    },
  })
}

function registerChecks(route: Route): void {
  route({
    method: 'POST',
    path: '/check_push',
    auth: 'server',
    name: 'CheckPush',
    body: CheckPushBody,
    reply: CheckPushReply,
    tag,
    summary: 'Try a push',
    description:
      'Renders the templates for a message, and sends it to the user’s devices unless `skip_devices`. Without `message_id` the newest message of one of the user’s channels is taken.',
    handle: ({ deps, actor, body }) => checkPush(deps, actor, body),
  })
  route({
    method: 'POST',
    path: '/check_sqs',
    auth: 'server',
    name: 'CheckSQS',
    body: CheckSqsBody,
    reply: CheckQueueReply,
    tag,
    summary: 'Try a queue of SQS',
    description:
      'Sends a sample event, and says with 200 how that went. Without `sqs_url` the queue of the app’s settings is tried, or else of its first hook of type `sqs`.',
    handle: ({ deps, actor, body }) => checkQueue(deps, actor, 'sqs', body),
  })
  route({
    method: 'POST',
    path: '/check_sns',
    auth: 'server',
    name: 'CheckSNS',
    body: CheckSnsBody,
    reply: CheckQueueReply,
    tag,
    summary: 'Try a topic of SNS',
    description:
      'Publishes a sample event, and says with 200 how that went. Without `sns_topic_arn` the topic of the app’s settings is tried, or else of its first hook of type `sns`.',
    handle: ({ deps, actor, body }) => checkQueue(deps, actor, 'sns', body),
  })
}
