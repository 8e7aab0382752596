import { OperatorError } from '../util/operator-error.ts'

/** Exit codes: 1 the command was refused or failed, 2 it was called wrongly or configured wrongly. */
export type ExitCode = 1 | 2

/** Ends a command with a message for people and an exit code. */
export class CliError extends OperatorError {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
