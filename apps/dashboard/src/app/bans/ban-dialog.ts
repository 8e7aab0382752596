import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatAutocompleteModule } from '@angular/material/autocomplete'
import { MatButton } from '@angular/material/button'
import { MatCheckbox } from '@angular/material/checkbox'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatRadioModule } from '@angular/material/radio'
import { MatSelectModule } from '@angular/material/select'
import { Ask } from '../ui/ask'
import { ErrorPanel } from '../ui/error-panel'
import { FieldProblem } from '../ui/field-problem'
import { type BanOrder, Bans } from './bans'

/** What the dialog begins with. */
export interface BanProposal {
  /** Undefined: the dialog asks for it. */
  readonly userId?: string
  /** Where it happened. */
  readonly cid?: string
  /** Whether it is about a message, which may be deleted along. */
  readonly hasMessage?: boolean
  /** Whether it begins as a ban from that channel, not from the app. */
  readonly isHere?: boolean
}

/** What was done. */
export interface BanDone {
  readonly order: BanOrder
  readonly deletesMessage: boolean
}

/** As many minutes as are typed. */
const OWN = -1

const DURATIONS = [
  { label: 'An hour', minutes: 60 },
  { label: 'A day', minutes: 1_440 },
  { label: 'A week', minutes: 10_080 },
  { label: '30 days', minutes: 43_200 },
  { label: 'Until it is lifted', minutes: 0 },
  { label: 'As long as I say …', minutes: OWN },
] as const

const DELETES_HINTS = {
  '': '',
  message: 'It can be restored',
  soft: 'With their replies. Each can be restored, one by one; lifting the ban restores none',
  hard: 'With all replies and reactions to it, and nobody can restore it',
} as const

const CID = /^[\w-]+:[\w!-]+$/

/** Bans somebody. Closes with what was done. */
@Component({
  imports: [
    ErrorPanel,
    FieldProblem,
    MatAutocompleteModule,
    MatButton,
    MatCheckbox,
    MatDialogModule,
    MatFormFieldModule,
    MatInput,
    MatRadioModule,
    MatSelectModule,
  ],
  templateUrl: './ban-dialog.html',
  styleUrl: './ban-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BanDialog {
  protected readonly proposal = inject<BanProposal>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<BanDialog, BanDone>>(MatDialogRef)
  readonly #bans = inject(Bans)
  readonly #ask = inject(Ask)
  protected readonly durations = DURATIONS
  protected readonly userId = signal(this.proposal.userId ?? '')
  protected readonly scope = signal<'app' | 'channel'>(this.proposal.isHere ? 'channel' : 'app')
  protected readonly cid = signal(this.proposal.cid ?? '')
  protected readonly duration = signal<number>(1_440)
  protected readonly isOwn = computed(() => this.duration() === OWN)
  protected readonly ownMinutes = signal('')
  protected readonly minutes = computed(() => (this.isOwn() ? Number(this.ownMinutes()) : this.duration()))
  protected readonly reason = signal('')
  protected readonly isShadow = signal(false)
  protected readonly hasAddresses = signal(false)
  /** `message`: the one that it is about, and nothing else. */
  protected readonly deletes = signal<BanOrder['deletes'] | 'message'>(
    this.proposal.hasMessage ? 'message' : '',
  )
  protected readonly deletesHint = computed(() => DELETES_HINTS[this.deletes()])
  protected readonly found = signal<readonly { id: string; name?: string }[]>([])
  protected readonly isTried = signal(false)
  protected readonly isSaving = signal(false)
  protected readonly error = signal<unknown>(undefined)
  protected readonly meaning = computed(() => {
    const where = this.scope() === 'app' ? 'in any channel' : 'in that channel'
    return this.isShadow()
      ? `Nobody else sees what they write ${where}.`
      : `They may go on reading, and write nothing ${where}.`
  })
  /** Nothing is complained of before somebody tried. */
  protected readonly problems = computed(() => (this.isTried() ? this.#wrong() : {}))
  readonly #wrong = computed(() => {
    const isWholeApp = this.scope() === 'app'
    const isLong = !this.isOwn() || (Number.isInteger(this.minutes()) && this.minutes() >= 1)
    return {
      ...(this.userId().trim() === '' && { user: 'Who is it? Type an id or a name' }),
      ...(!isWholeApp &&
        !CID.test(this.cid().trim()) && { cid: 'A channel’s cid, such as messaging:general' }),
      ...(!isLong && { minutes: 'A whole number from 1' }),
    }
  })

  protected async search(text: string): Promise<void> {
    this.userId.set(text)
    this.found.set(await this.#bans.findUsers(text).catch(() => []))
  }

  protected async ban(event: Event): Promise<void> {
    event.preventDefault()
    this.isTried.set(true)
    if (Object.keys(this.#wrong()).length > 0) return
    if (!(await this.#mayDelete())) return
    this.isSaving.set(true)
    this.error.set(undefined)
    const deletes = this.deletes()
    const order: BanOrder = {
      userId: this.userId().trim(),
      cid: this.scope() === 'channel' ? this.cid().trim() : undefined,
      minutes: this.minutes(),
      reason: this.reason().trim(),
      isShadow: this.isShadow(),
      hasAddresses: this.hasAddresses(),
      deletes: deletes === 'message' ? '' : deletes,
    }
    try {
      await this.#bans.ban(order)
      this.#dialog.close({ order, deletesMessage: deletes === 'message' })
    } catch (error) {
      this.error.set(error)
    } finally {
      this.isSaving.set(false)
    }
  }

  /** What is lost for good asks for whose it is to be typed. */
  async #mayDelete(): Promise<boolean> {
    if (this.deletes() !== 'hard') return true
    const userId = this.userId().trim()
    const where = this.scope() === 'app' ? 'in all channels' : `in ${this.cid().trim()}`
    return this.#ask.typeName(userId, {
      heading: `Delete what ${userId} wrote?`,
      text: `They are banned, and every message of theirs ${where} is deleted for good, with replies and reactions. This can’t be taken back.`,
      action: 'Ban and delete',
    })
  }
}
