/** What the dialog of a poll needs: a bundle of its own, fetched on first use. */
export { PollDialogComponent } from './poll-dialog-component'
export { PollDraft } from './poll-draft'
