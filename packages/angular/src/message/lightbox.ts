import { DOCUMENT } from '@angular/common'
import {
  ApplicationRef,
  type ComponentRef,
  createComponent,
  EnvironmentInjector,
  Injectable,
  inject,
} from '@angular/core'
import type { GalleryImage } from './attachment-kinds'
import { LightboxComponent } from './lightbox-component'

/**
 * Shows pictures large, above everything else.
 *
 * It stands at the end of the page, not in the message: that may be scrolled away meanwhile.
 */
@Injectable({ providedIn: 'root' })
export class Lightbox {
  readonly #app = inject(ApplicationRef)
  readonly #document = inject(DOCUMENT)
  readonly #environmentInjector = inject(EnvironmentInjector)
  #open: ComponentRef<LightboxComponent> | undefined

  /** Shows one of these pictures; the others are a key press away. */
  open(images: readonly GalleryImage[], index: number): void {
    this.close()
    const lightbox = createComponent(LightboxComponent, { environmentInjector: this.#environmentInjector })
    lightbox.setInput('images', images)
    lightbox.instance.index.set(index)
    lightbox.instance.closed.subscribe(() => this.close())
    this.#document.body.append(lightbox.location.nativeElement)
    this.#app.attachView(lightbox.hostView)
    lightbox.changeDetectorRef.detectChanges()
    this.#open = lightbox
  }

  /** Does nothing when none is open. */
  close(): void {
    this.#open?.destroy()
    this.#open = undefined
  }
}
