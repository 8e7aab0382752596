import { ChangeDetectionStrategy, Component, computed, input, model, signal } from '@angular/core'
import { MatIconButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { FieldProblem } from '../../../ui/field-problem'
import { Icon } from '../../../ui/icon'
import type { QueueKind } from './hook-types'
import { type QueueDraft, type QueueField, queueProblems, regionIn } from './queue-draft'

interface FieldWords {
  readonly field: QueueField
  readonly label: string
  readonly hint: string
  readonly placeholder?: string
  readonly isSecret?: true
}

const DEFAULT_REGION = 'us-east-1'

/** A queue of SQS or a topic of SNS, and the key that may write to it. */
@Component({
  selector: 'app-queue-fields',
  imports: [FieldProblem, Icon, MatFormFieldModule, MatIconButton, MatInput],
  templateUrl: './queue-fields.html',
  styleUrl: './queue-fields.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QueueFields {
  readonly kind = input.required<QueueKind>()
  readonly draft = model.required<QueueDraft>()
  /** The key whose secret the server keeps; undefined for a new queue. */
  readonly keptKey = input<string>()
  /** Nothing is complained of before somebody tried. */
  readonly isTried = input(false)
  protected readonly isSecretShown = signal(false)
  readonly #problems = computed(() => queueProblems(this.kind(), this.draft(), this.keptKey()))
  protected readonly fields = computed<readonly FieldWords[]>(() => [
    this.kind() === 'sqs' ? QUEUE : TOPIC,
    { field: 'key', label: 'Access key ID', hint: `Needs ${RIGHTS[this.kind()]}, and nothing else` },
    { field: 'secret', label: 'Secret access key', hint: this.#secretHint(), isSecret: true },
    { field: 'region', label: 'Region', hint: this.#regionHint(), placeholder: this.#region() },
    ...(this.kind() === 'sns' ? [ENDPOINT] : []),
  ])
  readonly #region = computed(() => regionIn(this.kind(), this.draft().name) || DEFAULT_REGION)

  protected problem(field: QueueField): string | undefined {
    return this.isTried() ? this.#problems()[field] : undefined
  }

  protected typed(field: QueueField, value: string): void {
    this.draft.update(draft => ({ ...draft, [field]: value }))
  }

  #secretHint(): string {
    return this.keptKey() === undefined
      ? 'Stored encrypted with the server’s master key, where it has one, and never shown again'
      : 'Empty: the one that is kept, which is never shown'
  }

  #regionHint(): string {
    const found = regionIn(this.kind(), this.draft().name)
    return found === '' ? `Empty: ${DEFAULT_REGION}` : `Empty: ${found}, as it says above`
  }
}

const RIGHTS = { sqs: 'sqs:SendMessage', sns: 'sns:Publish' } as const

const QUEUE: FieldWords = {
  field: 'name',
  label: 'Queue URL',
  hint: 'As Amazon shows it; events of a channel stay in order where it ends with .fifo',
  placeholder: 'https://sqs.eu-west-1.amazonaws.com/123456789012/chat',
}

const TOPIC: FieldWords = {
  field: 'name',
  label: 'Topic ARN',
  hint: 'As Amazon shows it; events of a channel stay in order where it ends with .fifo',
  placeholder: 'arn:aws:sns:eu-west-1:123456789012:chat',
}

const ENDPOINT: FieldWords = {
  field: 'endpoint',
  label: 'Endpoint',
  hint: 'Empty: Amazon’s. Or of a server that speaks like it',
  placeholder: 'http://localstack:4566/',
}
