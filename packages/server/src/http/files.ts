import {
  ChannelPath,
  DeleteFileQuery,
  EmptyReply,
  FileUploadReply,
  UploadBody,
} from '@parley/protocol/schemas'
import { deleteFile } from '../actions/files/delete-file.ts'
import { uploadFile } from '../actions/files/upload-file.ts'
import type { Route } from './route.ts'

const tag = 'Files'

const WHAT = {
  file: { Name: 'File', a: 'a file', rules: '`file_upload_config`' },
  image: {
    Name: 'Image',
    a: 'an image',
    rules: '`image_upload_config`; bmp, gif, heic, heif, jpeg, png, svg or webp',
  },
} as const

export function registerFileRoutes(route: Route): void {
  for (const kind of ['file', 'image'] as const) {
    registerStandAlone(route, kind)
    registerOfChannel(route, kind)
  }
}

function registerOfChannel(route: Route, kind: keyof typeof WHAT): void {
  const { Name, a, rules } = WHAT[kind]
  const path = `/channels/{type}/{id}/${kind}` as const
  route({
    method: 'POST',
    path,
    auth: 'any',
    name: `Upload${Name}`,
    params: ChannelPath,
    multipart: UploadBody,
    reply: FileUploadReply,
    tag,
    summary: `Upload ${a} to a channel`,
    description: `Multipart, the parts in any order. At most 100 MiB, or as the app’s ${rules} says.`,
    handle: async ({ deps, actor, params, parts, serverUrl }) => ({
      file: await uploadFile(deps, actor, { kind, channel: params, parts, serverUrl }),
    }),
  })
  route({
    method: 'DELETE',
    path,
    auth: 'any',
    name: `Delete${Name}`,
    params: ChannelPath,
    query: DeleteFileQuery,
    reply: EmptyReply,
    tag,
    summary: `Delete ${a} of a channel`,
    handle: async ({ deps, actor, params, query }) => {
      await deleteFile(deps, actor, { kind, channel: params, url: query.url })
      return {}
    },
  })
}

function registerStandAlone(route: Route, kind: keyof typeof WHAT): void {
  const { Name, a, rules } = WHAT[kind]
  const path = `/uploads/${kind}` as const
  route({
    method: 'POST',
    path,
    auth: 'any',
    name: `UploadStandAlone${Name}`,
    multipart: UploadBody,
    reply: FileUploadReply,
    tag,
    summary: `Upload ${a} of no channel`,
    description: `For avatars and the like; not for guests. At most 100 MiB, or as the app’s ${rules} says.`,
    handle: async ({ deps, actor, parts, serverUrl }) => ({
      file: await uploadFile(deps, actor, { kind, channel: undefined, parts, serverUrl }),
    }),
  })
  route({
    method: 'DELETE',
    path,
    auth: 'any',
    name: `DeleteStandAlone${Name}`,
    query: DeleteFileQuery,
    reply: EmptyReply,
    tag,
    summary: `Delete ${a} of no channel`,
    description: 'Who uploaded it, and servers.',
    handle: async ({ deps, actor, query }) => {
      await deleteFile(deps, actor, { kind, channel: undefined, url: query.url })
      return {}
    },
  })
}
