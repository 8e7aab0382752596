import { ChangeDetectionStrategy, Component, inject, input, output, signal } from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import { fileSize } from '../message/file-size'
import { describeError } from '../services/describe-error'
import { TranslationService } from '../services/translation-service'
import { ICON_OF_KIND, type Upload } from './upload'
import { releasePreviews, type UploadList } from './upload-list'

/** The files of the message in the box: what they are, how far they are, what went wrong. */
@Component({
  selector: 'parley-upload-previews',
  imports: [IconComponent],
  templateUrl: './upload-previews-component.html',
  styleUrl: './upload-previews-component.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UploadPreviewsComponent {
  readonly uploads = input.required<UploadList>()
  /** One was taken away. */
  readonly removed = output()

  protected readonly t = inject(TranslationService).texts
  protected readonly icons = ICON_OF_KIND

  /** Ids of pictures that the browser can't show. */
  protected readonly broken = signal<ReadonlySet<string>>(new Set())

  protected breaks({ id }: Upload): void {
    this.broken.update(ids => new Set(ids).add(id))
  }

  protected sizeOf({ sizeBytes }: Upload): string {
    return sizeBytes === undefined ? '' : fileSize(sizeBytes, this.t().locale)
  }

  protected reasonOf({ error }: Upload): string {
    return typeof error === 'string' ? error : describeError(error, this.t())
  }

  protected measured({ id, file }: Upload, event: Event): void {
    const { naturalWidth, naturalHeight } = event.target as HTMLImageElement
    if (file) this.uploads().measure(id, naturalWidth, naturalHeight)
  }

  protected remove({ id }: Upload): void {
    const gone = this.uploads().remove(id)
    if (gone) releasePreviews([gone])
    this.removed.emit()
  }
}
