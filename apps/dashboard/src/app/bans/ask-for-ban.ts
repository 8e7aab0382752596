import type { MatDialog } from '@angular/material/dialog'
import { firstValueFrom } from 'rxjs'
import type { BanDone, BanProposal } from './ban-dialog'

/** Asks how somebody is banned, and bans them; undefined when it was called off. */
export async function askForBan(dialog: MatDialog, proposal: BanProposal): Promise<BanDone | undefined> {
  // Few visits ban anybody: the dialog comes when it is asked for.
  const { BanDialog } = await import('./ban-dialog')
  const opened = dialog.open<unknown, BanProposal, BanDone>(BanDialog, {
    data: proposal,
    width: '520px',
    maxWidth: '96vw',
  })
  return firstValueFrom(opened.afterClosed())
}
