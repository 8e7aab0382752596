import {
  CreateImportBody,
  CreateImportUrlBody,
  ImportPath,
  ImportTaskReply,
  ImportTasksReply,
  ImportUrlReply,
  ListImportsQuery,
} from '@parley/protocol/schemas'
import { createImport, getImport, listImports } from '../actions/imports/create-import.ts'
import { createImportUrl } from '../actions/imports/import-urls.ts'
import type { Route } from './route.ts'

const tag = 'Imports'

export function registerImportRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/import_urls',
    auth: 'server',
    name: 'CreateImportURL',
    body: CreateImportUrlBody,
    reply: ImportUrlReply,
    tag,
    summary: 'Get an address to put the file of an import to',
    description: 'PUT the file (JSON lines, at most 300 MiB) there within an hour, without a token.',
    handle: ({ deps, actor, body, serverUrl }) => createImportUrl(deps, actor, body.filename, serverUrl),
  })
  route({
    method: 'POST',
    path: '/imports',
    auth: 'server',
    name: 'CreateImport',
    body: CreateImportBody,
    reply: ImportTaskReply,
    tag,
    summary: 'Import a file that was put there',
    description: 'Looked at as a whole first: when anything is wrong, nothing is written.',
    handle: async ({ deps, actor, body }) => ({ import_task: await createImport(deps, actor, body) }),
  })
  route({
    method: 'GET',
    path: '/imports',
    auth: 'server',
    name: 'ListImports',
    query: ListImportsQuery,
    reply: ImportTasksReply,
    tag,
    summary: 'List imports, the newest first',
    handle: async ({ deps, actor, query }) => ({ import_tasks: await listImports(deps, actor, query) }),
  })
  route({
    method: 'GET',
    path: '/imports/{id}',
    auth: 'server',
    name: 'GetImport',
    params: ImportPath,
    reply: ImportTaskReply,
    tag,
    summary: 'See how far an import is',
    handle: async ({ deps, actor, params }) => ({ import_task: await getImport(deps, actor, params.id) }),
  })
}
