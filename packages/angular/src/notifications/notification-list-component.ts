import { NgTemplateOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import type { IconName } from '../icon/icon-paths'
import { NotificationService, type ParleyNotification } from '../services/notification-service'
import { TemplatesService } from '../services/templates-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'

const ICONS: Record<ParleyNotification['type'], IconName> = {
  info: 'info',
  success: 'check',
  error: 'warning',
}

/**
 * What `NotificationService` has to say, in the upper corner of the page, where nothing is written.
 *
 * One per page, at its end. Notifications stay while the pointer or the focus is on them.
 */
@Component({
  selector: 'parley-notification-list',
  imports: [IconComponent, NgTemplateOutlet],
  templateUrl: './notification-list.html',
  styleUrl: './notification-list.css',
  host: { class: 'parley-root', role: 'region', '[attr.aria-label]': 't().notifications' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NotificationListComponent {
  protected readonly t = inject(TranslationService).texts
  protected readonly service = inject(NotificationService)
  protected readonly template = inject(TemplatesService).notification
  protected readonly icons = ICONS

  constructor() {
    useTheme()
  }

  protected act(notification: ParleyNotification): void {
    this.service.dismiss(notification.id)
    notification.action?.run()
  }
}
