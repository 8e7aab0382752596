import { Injectable, signal } from '@angular/core'

const KEY = 'parley:playground:inspector'

/** Whether the side panel is open; kept while the window is. */
@Injectable({ providedIn: 'root' })
export class InspectorState {
  readonly isOpen = signal(read())

  toggle(): void {
    this.isOpen.update(isOpen => !isOpen)
    try {
      sessionStorage.setItem(KEY, String(this.isOpen()))
    } catch {
      // A private window: then it holds until the page is closed.
    }
  }
}

function read(): boolean {
  try {
    return sessionStorage.getItem(KEY) === 'true'
  } catch {
    return false
  }
}
