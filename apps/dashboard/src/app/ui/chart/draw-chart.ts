import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { chartOption } from './chart-option'
import type { ChartSpec } from './chart-spec'
import type { Palette } from './palette'

use([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer])

/** A chart that stands on the page. */
export interface DrawnChart {
  show(spec: ChartSpec, palette: Palette): void
  end(): void
}

/** Makes a chart as large as its place, and keeps it so. */
export function drawChart(place: HTMLElement): DrawnChart {
  const surface = place.ownerDocument.createElement('div')
  surface.style.height = '100%'
  place.replaceChildren(surface)
  takeNoHtml(surface)
  const chart = init(surface)
  const sized = new ResizeObserver(() => chart.resize())
  sized.observe(place)
  return {
    show(spec, palette) {
      const isMoving = !matchMedia('(prefers-reduced-motion: reduce)').matches
      chart.setOption(chartOption(spec, palette, isMoving), { notMerge: true })
    },
    end() {
      sized.disconnect()
      chart.dispose()
    },
  }
}

/** The library empties its element by `innerHTML = ''`, which Trusted Types let nobody do. */
function takeNoHtml(element: HTMLElement): void {
  Object.defineProperty(element, 'innerHTML', { get: () => '', set: () => element.replaceChildren() })
}
