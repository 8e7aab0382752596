import { createOverlayRef, type OverlayRef } from '@angular/cdk/overlay'
import { ComponentPortal } from '@angular/cdk/portal'
import {
  booleanAttribute,
  DestroyRef,
  Directive,
  ElementRef,
  Injector,
  inject,
  input,
  output,
  signal,
  type TemplateRef,
} from '@angular/core'
import { PopoverPanelComponent } from './popover-panel-component'
import { overlayAt, type PopoverSide } from './popover-position'

/**
 * Opens a template beside its button, above everything else.
 *
 * The focus goes in and comes back; Escape, a click elsewhere or the template's own `close` close it.
 *
 * @example
 * <button [parleyPopover]="picker" parleyPopoverLabel="Emoji">…</button>
 * <ng-template #picker let-close="close">… <button (click)="close()">Done</button></ng-template>
 */
@Directive({
  selector: '[parleyPopover]',
  exportAs: 'parleyPopover',
  host: {
    'aria-haspopup': 'dialog',
    '[attr.aria-expanded]': 'isOpen()',
    '(click)': 'toggle()',
  },
})
export class PopoverDirective {
  /** What is shown; its context has `close`. */
  readonly content = input.required<TemplateRef<PopoverContext>>({ alias: 'parleyPopover' })
  /** The name of the panel for screen readers. */
  readonly label = input.required<string>({ alias: 'parleyPopoverLabel' })
  /** Where it opens when there is room. */
  readonly side = input<PopoverSide>('above', { alias: 'parleyPopoverSide' })
  /** Whether a click on the button does nothing. */
  readonly isDisabled = input(false, { alias: 'parleyPopoverDisabled', transform: booleanAttribute })
  /** Says that it was opened (true) or closed. */
  readonly toggled = output<boolean>({ alias: 'parleyPopoverToggled' })
  readonly isOpen = signal(false)

  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef)
  readonly #injector = inject(Injector)
  #overlay: OverlayRef | undefined

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#overlay?.dispose())
  }

  /** Opens it, or closes it when it is open. */
  toggle(): void {
    if (this.#overlay) this.close()
    else this.open()
  }

  /** Opens it. */
  open(): void {
    if (this.#overlay || this.isDisabled()) return
    const overlay = createOverlayRef(this.#injector, overlayAt(this.#host, this.side(), this.#injector))
    this.#overlay = overlay
    const { instance, changeDetectorRef } = overlay.attach(new ComponentPortal(PopoverPanelComponent))
    instance.label.set(this.label())
    instance.context.set({ close: () => this.close() })
    instance.content.set(this.content())
    changeDetectorRef.detectChanges()
    overlay.updatePosition()
    overlay.outsidePointerEvents().subscribe(event => this.#closeFrom(event))
    overlay.keydownEvents().subscribe(event => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      this.close()
    })
    overlay.detachments().subscribe(() => this.close())
    this.#tell(true)
  }

  /** Closes it; the focus goes back to where it was. */
  close(): void {
    const overlay = this.#overlay
    if (!overlay) return
    this.#overlay = undefined
    overlay.dispose()
    this.#tell(false)
  }

  /** A press on the button itself toggles by its click. */
  #closeFrom(event: MouseEvent): void {
    if (!this.#host.nativeElement.contains(event.target as Node)) this.close()
  }

  #tell(isOpen: boolean): void {
    this.isOpen.set(isOpen)
    this.toggled.emit(isOpen)
  }
}

/** What a popover's template can use. */
export interface PopoverContext {
  /** Closes the popover. */
  close: () => void
}
