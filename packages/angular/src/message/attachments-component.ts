import { NgTemplateOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import type { AttachmentAction, LocalMessage } from '@parley/client'
import { TemplatesService } from '../services/templates-service'
import { viewOf } from './attachment-kinds'
import { ImageGalleryComponent } from './image-gallery-component'
import { LinkCardComponent } from './link-card-component'
import { MediaFileComponent } from './media-file-component'

/** Everything that is attached to a message: pictures together, then the rest in its order. */
@Component({
  selector: 'parley-attachments',
  imports: [NgTemplateOutlet, ImageGalleryComponent, LinkCardComponent, MediaFileComponent],
  templateUrl: './attachments-component.html',
  styleUrl: './attachments-component.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AttachmentsComponent {
  readonly message = input.required<LocalMessage>()
  /** Whether the Tab key stops here. */
  readonly isReachable = input(true)
  /** A button of an attachment was pressed. */
  readonly pressed = output<AttachmentAction>()

  protected readonly view = computed(() => viewOf(this.message().attachments))
  /** What the app shows attachments with instead. */
  protected readonly template = inject(TemplatesService).attachment
}
