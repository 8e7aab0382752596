import { ChangeDetectionStrategy, Component } from '@angular/core'
import { AvatarComponent } from '@parley/angular'
import { ChatClient } from '@parley/client'

@Component({
  selector: 'app-root',
  imports: [AvatarComponent],
  template: '<parley-avatar [user]="{ id: token, name: token }" />',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  readonly token = ChatClient.devToken('ada')
}
