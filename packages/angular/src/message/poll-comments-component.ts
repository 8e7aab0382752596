import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core'
import type { PollResponse, PollVote } from '@parley/client'
import { userName } from '../format/user-name'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'

/** How many are shown before somebody asks for more. */
const FEW = 3

/** What voters said of a poll in their own words: one's own first, then the newest. */
@Component({
  selector: 'parley-poll-comments',
  imports: [IconComponent],
  template: `
    <p class="count"><bdi>{{ t().pollComments(poll().answers_count) }}</bdi></p>
    <ul>
      @for (comment of shown(); track comment.id) {
        <li>
          <span class="said" dir="auto">
            @if (nameOf(comment); as name) {
              <bdi class="name">{{ name }}</bdi>
            }
            {{ comment.answer_text }}
          </span>
          @if (comment.id === own()?.id && canRemove()) {
            <button
              type="button"
              class="parley-icon-button"
              [tabindex]="isReachable() ? 0 : -1"
              [attr.aria-label]="t().removePollComment"
              [title]="t().removePollComment"
              (click)="removed.emit(comment)"
            ><parley-icon name="delete" [size]="16" /></button>
          }
        </li>
      }
    </ul>
    @if (all().length > shown().length) {
      <button type="button" class="more" [tabindex]="isReachable() ? 0 : -1" (click)="showsAll.set(true)">
        {{ t().showMorePollComments }}
      </button>
    }
  `,
  styleUrl: './poll-comments-component.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PollCommentsComponent {
  readonly poll = input.required<PollResponse>()
  /** Whether one's own can be taken back. */
  readonly canRemove = input.required<boolean>()
  /** Whether the Tab key stops here. */
  readonly isReachable = input(true)
  /** One's own is to go. */
  readonly removed = output<PollVote>()

  protected readonly t = inject(TranslationService).texts
  protected readonly showsAll = signal(false)
  protected readonly own = computed(() => this.poll().own_votes.find(vote => vote.is_answer))
  protected readonly all = computed(() => {
    const own = this.own()
    const others = this.poll().latest_answers.filter(({ id }) => id !== own?.id)
    return own ? [own, ...others] : others
  })
  protected readonly shown = computed(() => (this.showsAll() ? this.all() : this.all().slice(0, FEW)))

  /** Nobody is named in an anonymous poll. */
  protected nameOf(comment: PollVote): string {
    if (comment.id === this.own()?.id) return this.t().you
    return comment.user ? userName(comment.user) : ''
  }
}
