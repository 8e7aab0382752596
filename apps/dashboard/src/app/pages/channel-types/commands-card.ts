import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { MatCheckbox } from '@angular/material/checkbox'
import type { Command } from '@parley/client'
import { ChatApi } from '../../api/chat-api'
import { ErrorPanel } from '../../ui/error-panel'
import { loaded } from '../../ui/load'
import type { TypeDraft, TypeSettings } from './type-draft'

/** Which slash commands people can use. */
@Component({
  selector: 'app-commands-card',
  imports: [ErrorPanel, MatCheckbox],
  templateUrl: './commands-card.html',
  styleUrl: './commands-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CommandsCard {
  readonly draft = input.required<TypeDraft>()
  readonly settings = input.required<TypeSettings>()
  readonly mayChange = input.required<boolean>()
  readonly #chat = inject(ChatApi)
  protected readonly all = loaded(() => this.#chat.get<{ commands: Command[] }>('/commands'))
  protected readonly used = computed(() => new Set(this.settings().commands))

  protected use(name: string, isUsed: boolean): void {
    const others = this.settings().commands.filter(each => each !== name)
    this.draft().set('commands', isUsed ? [...others, name] : others)
  }
}
