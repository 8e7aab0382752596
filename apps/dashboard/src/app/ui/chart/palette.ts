import type { ChartTone } from './chart-spec'

/** Colours of the theme, as a canvas takes them. */
export interface Palette {
  readonly tones: Readonly<Record<ChartTone, string>>
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly surface: string
  readonly font: string
}

/** A canvas knows no variables of CSS, so each is tried on an element that nobody sees. */
export function readPalette(host: HTMLElement): Palette {
  const probe = host.ownerDocument.createElement('span')
  probe.hidden = true
  host.append(probe)
  const colour = (name: string): string => {
    probe.style.color = `var(${name})`
    return getComputedStyle(probe).color
  }
  const palette = {
    tones: {
      all: colour('--chart-all'),
      regular: colour('--chart-regular'),
      guest: colour('--chart-guest'),
      anonymous: colour('--chart-anonymous'),
      total: colour('--chart-total'),
    },
    text: colour('--mat-sys-on-surface'),
    muted: colour('--mat-sys-on-surface-variant'),
    line: colour('--mat-sys-outline-variant'),
    surface: colour('--mat-sys-surface'),
    font: getComputedStyle(host).fontFamily,
  }
  probe.remove()
  return palette
}
