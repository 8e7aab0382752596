import {
  MemberPath,
  MemberReply,
  PartialUpdateMemberBody,
  QueryMembersPayload,
  QueryMembersReply,
} from '@parley/protocol/schemas'
import { partialUpdateMember } from '../actions/members/partial-update-member.ts'
import { queryMembers } from '../actions/members/query-members.ts'
import type { Route } from './route.ts'

const tag = 'Members'

export function registerMemberRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/members',
    auth: 'reader',
    name: 'QueryMembers',
    allowBanned: true,
    body: QueryMembersPayload,
    reply: QueryMembersReply,
    tag,
    summary: 'Find members of a channel',
    handle: async ({ deps, actor, body }) => ({ members: await queryMembers(deps, actor, body) }),
  })
  route({
    method: 'PATCH',
    path: '/channels/{type}/{id}/member/{user_id}',
    auth: 'any',
    name: 'UpdateMemberPartial',
    params: MemberPath,
    body: PartialUpdateMemberBody,
    reply: MemberReply,
    tag,
    summary: 'Change a membership in part',
    description: '`pinned` and `archived` are switches. Clients change their own membership only.',
    handle: async ({ deps, actor, params, body }) => {
      const { user_id: userId, ...ref } = params
      return { channel_member: await partialUpdateMember(deps, actor, ref, userId, body) }
    },
  })
}
