import { computed, signal } from '@angular/core'
import type { Attachment, Call, FileUploadResponse } from '@parley/client'
import { attachmentOf, kindOf, MAX_ATTACHMENTS, type Upload, uploadOf } from './upload'

/** Uploads a file, and tells how much has gone. */
export type FileSender = (
  file: File,
  isImage: boolean,
  onProgress: (done: number) => void,
) => Call<FileUploadResponse>

/** What is uploaded at the same time; the rest waits. */
const MAX_AT_ONCE = 3

/** The files of one message that is being written. They go up at once, also while another channel is looked at. */
export class UploadList {
  readonly #uploads = signal<readonly Upload[]>([])
  readonly #calls = new Map<string, Call<FileUploadResponse>>()
  readonly #sizes = new Map<string, { width: number; height: number }>()
  readonly #send: FileSender
  readonly #changed: () => void
  #count = 0

  /** In the order in which they were added. */
  readonly all = this.#uploads.asReadonly()
  readonly isBusy = computed(() =>
    this.all().some(({ state }) => state === 'waiting' || state === 'uploading'),
  )
  readonly hasFailed = computed(() => this.all().some(({ state }) => state === 'failed'))
  /** How many more files there is room for. */
  readonly room = computed(() => Math.max(0, MAX_ATTACHMENTS - this.all().length))
  readonly attachments = computed(() =>
    this.all().flatMap(({ attachment }) => (attachment ? [attachment] : [])),
  )

  /** `changed` is called after every change that a draft would have. */
  constructor(send: FileSender, changed: () => void) {
    this.#send = send
    this.#changed = changed
  }

  /** Adds files as far as there is room, and uploads them. `why` says what is wrong with one. */
  add(files: readonly File[], why: (file: File) => unknown = () => undefined): void {
    const added = files.slice(0, this.room()).map(file => this.#made(file, why(file)))
    this.#uploads.update(uploads => [...uploads, ...added])
    this.#next()
  }

  /** Uploads one again that failed. */
  retry(id: string): void {
    this.#change(id, { state: 'waiting', progress: 0, error: undefined })
    this.#next()
  }

  /** Takes one away, whether it is up or not; returns it. */
  remove(id: string): Upload | undefined {
    const upload = this.all().find(each => each.id === id)
    this.#uploads.update(uploads => uploads.filter(each => each.id !== id))
    this.#forget(id)
    this.#changed()
    this.#next()
    return upload
  }

  /** Takes all away and returns them, to be given back or let go. */
  take(): readonly Upload[] {
    const uploads = this.all()
    this.#uploads.set([])
    return uploads
  }

  /** Puts uploads back that were taken. */
  giveBack(uploads: readonly Upload[]): void {
    this.#uploads.set(uploads)
  }

  /** Goes on with the files of another list; what is not up yet, or failed, is tried again. */
  takeOver(uploads: readonly Upload[]): void {
    this.#uploads.set(uploads.map(upload => ({ ...fresh(upload), id: this.#newId() })))
    this.#next()
  }

  /** What was attached earlier stands here in place of everything. */
  restore(attachments: readonly Attachment[]): void {
    for (const { id } of this.take()) this.#forget(id)
    this.#uploads.set(attachments.map(attachment => uploadOf(attachment, this.#newId())))
  }

  /** A picture's own size in pixels, known once it is shown. */
  measure(id: string, width: number, height: number): void {
    this.#sizes.set(id, { width, height })
    const upload = this.all().find(each => each.id === id)
    if (!upload?.attachment || !upload.file || upload.attachment.original_width) return
    this.#change(id, { attachment: { ...upload.attachment, original_width: width, original_height: height } })
  }

  #made(file: File, error: unknown): Upload {
    const kind = kindOf(file.type)
    return {
      id: this.#newId(),
      name: file.name,
      sizeBytes: file.size,
      kind,
      previewUrl: kind === 'image' ? URL.createObjectURL(file) : undefined,
      state: error === undefined ? 'waiting' : 'failed',
      progress: 0,
      error,
      attachment: undefined,
      file,
      canRetry: error === undefined,
    }
  }

  #next(): void {
    const waiting = this.all().filter(({ state }) => state === 'waiting')
    for (const upload of waiting.slice(0, Math.max(0, MAX_AT_ONCE - this.#calls.size)))
      void this.#upload(upload)
  }

  async #upload({ id, file, kind }: Upload): Promise<void> {
    if (!file) return
    this.#change(id, { state: 'uploading' })
    const onProgress = (progress: number) => this.#change(id, { progress })
    const call = this.#send(file, kind === 'image', onProgress)
    this.#calls.set(id, call)
    try {
      const { file: url } = await call
      const known = { name: file.name, kind, sizeBytes: file.size }
      const attachment = attachmentOf(known, url, { mimeType: file.type, ...this.#sizes.get(id) })
      this.#change(id, { state: 'done', progress: 1, attachment })
      this.#changed()
    } catch (error) {
      this.#change(id, { state: 'failed', error })
    }
    this.#calls.delete(id)
    this.#next()
  }

  #change(id: string, change: Partial<Upload>): void {
    this.#uploads.update(uploads => uploads.map(each => (each.id === id ? { ...each, ...change } : each)))
  }

  #forget(id: string): void {
    this.#calls.get(id)?.cancel()
    this.#calls.delete(id)
    this.#sizes.delete(id)
  }

  #newId(): string {
    this.#count += 1
    return `upload-${this.#count}`
  }
}

/** As it was before anybody tried to upload it; one that is up, or never will be, as it is. */
function fresh(upload: Upload): Upload {
  if (upload.state === 'done' || !upload.file || !upload.canRetry) return upload
  return { ...upload, state: 'waiting', progress: 0, error: undefined }
}

/** Lets the browser forget the pictures of uploads that nobody will see again. */
export function releasePreviews(uploads: readonly Upload[]): void {
  for (const { previewUrl } of uploads) if (previewUrl?.startsWith('blob:')) URL.revokeObjectURL(previewUrl)
}
