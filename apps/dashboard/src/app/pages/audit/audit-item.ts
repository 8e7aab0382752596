import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Icon } from '../../ui/icon'
import { exactTime } from '../../ui/time-format'
import { TimeText } from '../../ui/time-text'
import { diffRows } from './audit-diff'
import type { AuditEntry } from './audit-entry'
import type { AuditFilterValue } from './audit-filter'
import { deedOf } from './audit-words'

/** One change in a sentence; opened, what was before and after. */
@Component({
  selector: 'app-audit-item',
  imports: [Icon, MatButton, TimeText],
  templateUrl: './audit-item.html',
  styleUrl: './audit-item.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AuditItem {
  readonly entry = input.required<AuditEntry>()
  /** '' for no app. */
  readonly appName = input.required<string>()
  /** To see more like this. */
  readonly only = output<Partial<AuditFilterValue>>()
  protected readonly isOpen = signal(false)
  protected readonly deed = computed(() => deedOf(this.entry()))
  protected readonly who = computed(() => whoDid(this.entry()))
  protected readonly exact = computed(() => exactTime(this.entry().at))
  protected readonly rows = computed(() => diffRows(this.entry().before, this.entry().after))
}

/** Whoever was refused is not known to be who they said. */
function whoDid({ action, admin }: AuditEntry): string {
  return action === 'session.refuse' ? 'somebody' : admin || 'the server'
}
