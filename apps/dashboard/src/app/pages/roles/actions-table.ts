import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core'
import { MatButtonToggleModule } from '@angular/material/button-toggle'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { RouterLink } from '@angular/router'
import { StatusChip, type Tone } from '../../ui/status-chip'
import type { ActionAnswer, Explanation } from './explanation'
import { ReasonsList } from './reasons-list'

type Which = 'all' | 'may' | 'may-not'

/** Every action: whether somebody may, and why. */
@Component({
  selector: 'app-actions-table',
  imports: [MatButtonToggleModule, MatFormFieldModule, MatInput, ReasonsList, RouterLink, StatusChip],
  templateUrl: './actions-table.html',
  styleUrl: './actions-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ActionsTable {
  readonly told = input.required<Explanation>()
  protected readonly which = signal<Which>('all')
  protected readonly filter = signal('')
  protected readonly shown = computed(() => {
    const words = this.filter().toLowerCase().split(/\s+/).filter(Boolean)
    return this.told().actions.filter(each => {
      if (this.which() !== 'all' && each.allowed !== (this.which() === 'may')) return false
      const text = `${each.title} ${each.action} ${each.group}`.toLowerCase()
      return each.used && words.every(word => text.includes(word))
    })
  })

  protected answerOf({ allowed, only_own }: ActionAnswer): { readonly text: string; readonly tone: Tone } {
    if (!allowed) return { text: 'no', tone: 'danger' }
    return only_own ? { text: 'own only', tone: 'info' } : { text: 'yes', tone: 'success' }
  }

  protected hasMore({ reasons }: ActionAnswer): boolean {
    return reasons.length > 1 || reasons.some(reason => reason.fixes.length > 0)
  }

  protected isNewGroup(at: number): boolean {
    return this.shown()[at]?.group !== this.shown()[at - 1]?.group
  }
}
