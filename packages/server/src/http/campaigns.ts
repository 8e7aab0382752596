import { EmptyReply } from '@parley/protocol/schemas'
import { invalidField } from '../util/invalid-input.ts'
import type { Method, Route } from './route.ts'

/** Endpoints of campaigns and segments that documented backend SDKs call. */
const CALLS: readonly (readonly [Method, `/${string}`, name: string])[] = [
  ['POST', '/campaigns', 'CreateCampaign'],
  ['GET', '/campaigns', 'ListCampaigns'],
  ['GET', '/campaigns/{id}', 'GetCampaign'],
  ['PUT', '/campaigns/{id}', 'UpdateCampaign'],
  ['DELETE', '/campaigns/{id}', 'DeleteCampaign'],
  ['PATCH', '/campaigns/{id}/schedule', 'ScheduleCampaign'],
  ['PATCH', '/campaigns/{id}/stop', 'StopCampaign'],
  ['PATCH', '/campaigns/{id}/resume', 'ResumeCampaign'],
  ['POST', '/campaigns/{id}/test', 'TestCampaign'],
  ['POST', '/segments', 'CreateSegment'],
  ['GET', '/segments', 'ListSegments'],
  ['GET', '/segments/{id}', 'GetSegment'],
  ['PUT', '/segments/{id}', 'UpdateSegment'],
  ['DELETE', '/segments/{id}', 'DeleteSegment'],
]

/**
 * Deliberately not served: mass mailing is no part of a chat server. They answer, so that who calls
 * them learns that rather than looking for a mistake in the address.
 */
export function registerCampaignRoutes(route: Route): void {
  for (const [method, path, name] of CALLS) {
    route({
      method,
      path,
      auth: 'server',
      name,
      reply: EmptyReply,
      tag: 'Campaigns',
      summary: 'Not served: always refused with 400/4',
      handle: () => {
        throw invalidField(
          path.slice(1).replace(/\/.*/, ''),
          'are not served by Parley: send the messages from your backend, one POST channels/{type}/{id}/message each',
        )
      },
    })
  }
}
