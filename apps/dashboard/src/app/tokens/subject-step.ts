import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Choice } from '../ui/choice'
import { Icon } from '../ui/icon'
import type { TokenDraft } from './token-draft'

/** A user that there is. */
export interface Suggestion {
  readonly id: string
  readonly name: string
}

const KINDS = [
  { value: 'user', label: 'For a user' },
  { value: 'server', label: 'For your backend' },
] as const

/** The second step: who the token is for. */
@Component({
  selector: 'app-subject-step',
  imports: [Choice, Icon, MatFormFieldModule, MatInput],
  templateUrl: './subject-step.html',
  styleUrl: './step.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SubjectStep {
  readonly draft = input.required<TokenDraft>()
  readonly suggestions = input<readonly Suggestion[]>([])
  protected readonly kinds = KINDS
}
