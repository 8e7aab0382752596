import { DestroyRef, type ElementRef, inject, Renderer2, type Signal, signal } from '@angular/core'
import { carriesFiles, filesOf } from './dropped-files'

/** Where a box lies on the screen, in px. */
export interface DropPlace {
  readonly top: number
  readonly left: number
  readonly width: number
  readonly height: number
}

/** Files that are dragged over an element and dropped there. */
export class FileDrop {
  readonly #place = signal<DropPlace | undefined>(undefined)
  readonly #renderer = inject(Renderer2)
  readonly #destroyRef = inject(DestroyRef)
  /** Where files are dragged; undefined while none are. */
  readonly place: Signal<DropPlace | undefined> = this.#place.asReadonly()

  /** Listens on an element; `isWanted` says whether files are taken at the moment. */
  listenOn(element: HTMLElement, isWanted: () => boolean, take: (files: File[]) => void): void {
    const follow = (event: DragEvent) => {
      if (event.defaultPrevented || !isWanted() || !carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      const { top, left, width, height } = element.getBoundingClientRect()
      this.#place.update(known => known ?? { top, left, width, height })
    }
    this.#on(element, 'dragenter', follow)
    this.#on(element, 'dragover', follow)
    this.#on(element, 'dragleave', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) this.#place.set(undefined)
    })
    this.#on(element, 'drop', event => {
      this.#place.set(undefined)
      if (event.defaultPrevented || !isWanted() || !carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      take(filesOf(event.dataTransfer))
    })
  }

  #on(element: HTMLElement, name: string, run: (event: DragEvent) => void): void {
    this.#destroyRef.onDestroy(this.#renderer.listen(element, name, run))
  }
}

/** The element that files are dropped on when none was given: what the box stands in. */
export function dropTargetOf({ nativeElement }: ElementRef<HTMLElement>): HTMLElement {
  return nativeElement.parentElement ?? nativeElement
}
