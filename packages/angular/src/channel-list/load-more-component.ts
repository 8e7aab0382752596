import { isPlatformBrowser } from '@angular/common'
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  inject,
  input,
  output,
  PLATFORM_ID,
} from '@angular/core'
import { TranslationService } from '../services/translation-service'

/** The end of a list that has more: asks for it as soon as it is seen, or by its button. */
@Component({
  selector: 'parley-load-more',
  template: `
    @if (isLoading()) {
      <span class="parley-spinner" role="status" [attr.aria-label]="t().loading"></span>
    } @else {
      <button type="button" class="parley-text-button" (click)="needed.emit()">{{ t().loadMore }}</button>
    }
  `,
  styles: `
    :host {
      align-items: center;
      display: flex;
      font-size: var(--parley-font-size-s);
      justify-content: center;
      min-block-size: 48px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoadMoreComponent {
  readonly isLoading = input(false)
  readonly needed = output()
  protected readonly t = inject(TranslationService).texts

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
    const destroyed = inject(DestroyRef)
    if (!isPlatformBrowser(inject(PLATFORM_ID))) return
    afterNextRender(() => {
      const observer = new IntersectionObserver(entries => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.needed.emit()
      })
      observer.observe(host)
      destroyed.onDestroy(() => observer.disconnect())
    })
  }
}
