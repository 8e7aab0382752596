import {
  type ConnectedPosition,
  createFlexibleConnectedPositionStrategy,
  createRepositionScrollStrategy,
  type OverlayConfig,
} from '@angular/cdk/overlay'
import type { ElementRef, Injector } from '@angular/core'

/** Where something opens: over or under its button. */
export type PopoverSide = 'above' | 'below'

/** Pixels between a button and what it opens. */
const GAP = 6

/** Pixels that stay free at the edges of the window. */
const MARGIN = 8

const ABOVE: ConnectedPosition[] = [
  { originX: 'end', originY: 'top', overlayX: 'end', overlayY: 'bottom', offsetY: -GAP },
  { originX: 'start', originY: 'top', overlayX: 'start', overlayY: 'bottom', offsetY: -GAP },
]

const BELOW: ConnectedPosition[] = [
  { originX: 'end', originY: 'bottom', overlayX: 'end', overlayY: 'top', offsetY: GAP },
  { originX: 'start', originY: 'bottom', overlayX: 'start', overlayY: 'top', offsetY: GAP },
]

/** Places to try, the best one first. */
export function positionsFor(side: PopoverSide): ConnectedPosition[] {
  return side === 'above' ? [...ABOVE, ...BELOW] : [...BELOW, ...ABOVE]
}

/** An overlay that stays with its button, and closes when that is scrolled away. */
export function overlayAt(
  origin: ElementRef<HTMLElement>,
  side: PopoverSide,
  injector: Injector,
): OverlayConfig {
  return {
    positionStrategy: createFlexibleConnectedPositionStrategy(injector, origin)
      .withPositions(positionsFor(side))
      .withViewportMargin(MARGIN)
      .withFlexibleDimensions(false)
      .withPush(true),
    scrollStrategy: createRepositionScrollStrategy(injector, { autoClose: true }),
  }
}
