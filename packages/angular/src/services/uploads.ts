import { type Attachment, type Channel, ChatError } from '@parley/client'

/** How one of the files fared. */
export interface UploadResult {
  file: File
  /** What to send with a message; absent when the upload failed. */
  attachment?: Attachment
  /** Why it failed. */
  error?: ChatError
}

/** Uploads files to a channel, each on its own: one that fails does not keep the others. */
export function uploadAll(
  channel: Channel,
  files: readonly File[],
  onProgress: (file: File, fraction: number) => void,
  signal?: AbortSignal,
): Promise<UploadResult[]> {
  return Promise.all(files.map(file => upload(channel, file, onProgress, signal)))
}

/** Takes an uploaded file away again. */
export async function removeUpload(channel: Channel, attachment: Attachment): Promise<void> {
  const { image_url, asset_url } = attachment
  if (image_url) await channel.deleteImage(image_url)
  else if (asset_url) await channel.deleteFile(asset_url)
}

async function upload(
  channel: Channel,
  file: File,
  onProgress: (file: File, fraction: number) => void,
  signal?: AbortSignal,
): Promise<UploadResult> {
  const type = kindOf(file)
  const options = { onProgress: (fraction: number) => onProgress(file, fraction) }
  const call = type === 'image' ? channel.sendImage(file, options) : channel.sendFile(file, options)
  const giveUp = () => call.cancel()
  signal?.addEventListener('abort', giveUp, { once: true })
  if (signal?.aborted) giveUp()
  try {
    const reply = await call
    return { file, attachment: attachmentOf(file, type, reply) }
  } catch (error) {
    if (error instanceof ChatError) return { file, error }
    throw error
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}

/** NOTE: a drawing in SVG can hold scripts: servers take it as a file only. */
function kindOf({ type }: File): 'image' | 'video' | 'audio' | 'file' {
  const [kind] = type.split('/')
  if (kind === 'image' && !type.includes('svg')) return 'image'
  return kind === 'video' || kind === 'audio' ? kind : 'file'
}

function attachmentOf(
  { name, size, type: mime_type }: File,
  type: ReturnType<typeof kindOf>,
  { file: url, thumb_url }: { file: string; thumb_url?: string },
): Attachment {
  const common = { type, title: name, file_size: size, ...(mime_type && { mime_type }) }
  if (type === 'image') return { ...common, image_url: url, fallback: name }
  return { ...common, asset_url: url, ...(thumb_url && { thumb_url }) }
}
