import { ChangeDetectionStrategy, Component, input } from '@angular/core'

/** What pages are in that need no session: a card in the middle. */
@Component({
  selector: 'app-entrance',
  templateUrl: './entrance.html',
  styleUrl: './entrance.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Entrance {
  readonly heading = input.required<string>()
  readonly lead = input('')
}
