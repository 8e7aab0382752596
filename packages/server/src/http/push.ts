import {
  CheckPushBody,
  CheckPushReply,
  CheckQueueReply,
  CheckSnsBody,
  CheckSqsBody,
  EmptyReply,
  PushPreferencesBody,
  PushPreferencesReply,
  PushProviderPath,
  PushProviderReply,
  PushProvidersReply,
  UpsertPushProviderBody,
} from '@parley/protocol/schemas'
import { checkPush } from '../actions/push/check-push.ts'
import { checkSns, checkSqs } from '../actions/push/check-queues.ts'
import { deletePushProvider, listPushProviders, upsertPushProvider } from '../actions/push/providers.ts'
import { updatePushPreferences } from '../actions/push/update-push-preferences.ts'
import type { Route } from './route.ts'

const tag = 'Pushes'

export function registerPushRoutes(route: Route): void {
  registerProviders(route)
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
    summary: 'Say that events are not delivered to SQS',
    handle: ({ body }) =>
      checkSqs({ sqs_url: body.sqs_url, sqs_key: body.sqs_key, sqs_secret: body.sqs_secret }),
  })
  route({
    method: 'POST',
    path: '/check_sns',
    auth: 'server',
    name: 'CheckSNS',
    body: CheckSnsBody,
    reply: CheckQueueReply,
    tag,
    summary: 'Say that events are not delivered to SNS',
    handle: ({ body }) =>
      checkSns({ sns_topic_arn: body.sns_topic_arn, sns_key: body.sns_key, sns_secret: body.sns_secret }),
  })
}
