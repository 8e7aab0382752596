import { ChangeDetectionStrategy, Component, computed, effect, input, viewChild } from '@angular/core'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Choice } from '../ui/choice'
import { JsonEditor } from '../ui/json-editor'
import type { JsonObject } from '../ui/parse-json-object'
import { EXPIRY_CHOICES, EXPIRY_WORDS, localSeconds } from './expiry'
import type { TokenDraft } from './token-draft'

/** The third step: until when the token is good, and what else it says. */
@Component({
  selector: 'app-expiry-step',
  imports: [Choice, JsonEditor, MatFormFieldModule, MatInput],
  templateUrl: './expiry-step.html',
  styleUrl: './step.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ExpiryStep {
  readonly draft = input.required<TokenDraft>()
  protected readonly choices = EXPIRY_CHOICES
  private readonly editor = viewChild.required(JsonEditor)
  protected readonly words = computed(() => EXPIRY_WORDS[this.draft().expiry()])
  protected readonly isPast = computed(() => {
    const seconds = localSeconds(this.draft().date())
    return seconds !== undefined && seconds * 1000 <= Date.now()
  })

  constructor() {
    effect(() => this.draft().isMoreValid.set(this.editor().isValid()))
  }

  protected changed(more: JsonObject): void {
    this.draft().more.set(more)
  }
}
