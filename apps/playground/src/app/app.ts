import { ChangeDetectionStrategy, Component } from '@angular/core'
import { Avatar } from '@parley/angular'
import { ChatClient } from '@parley/client'

@Component({
  selector: 'app-root',
  imports: [Avatar],
  template: '<parley-avatar [user]="undefined" />{{ token }}',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  readonly token = ChatClient.devToken('ada')
}
