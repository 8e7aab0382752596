import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule } from '@angular/material/dialog'
import { CodeBlock } from '../../ui/code-block'

interface Raw {
  readonly heading: string
  readonly json: string
}

/** Shows something as the API answers it. */
export function openRaw(dialog: MatDialog, heading: string, value: unknown): void {
  const data: Raw = { heading, json: JSON.stringify(value, undefined, 2) }
  dialog.open<RawDialog, Raw>(RawDialog, { data, width: '720px' })
}

@Component({
  imports: [CodeBlock, MatButton, MatDialogModule],
  template: `
    <h2 mat-dialog-title>{{ raw.heading }}</h2>
    <mat-dialog-content><app-code [code]="raw.json" what="the JSON" /></mat-dialog-content>
    <mat-dialog-actions align="end"><button mat-button type="button" mat-dialog-close>Close</button></mat-dialog-actions>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RawDialog {
  protected readonly raw = inject<Raw>(MAT_DIALOG_DATA)
}
