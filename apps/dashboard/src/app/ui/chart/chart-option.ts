import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { compactNumber, wholeNumber } from '../number-format'
import type { ChartSeries, ChartSpec } from './chart-spec'
import type { Palette } from './palette'

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>

/** Bars so narrow that gaps between them would be most of what is seen. */
const DENSE = 60
/** Each step of a line has its point. */
const MARKED = 31

/** A spec as ECharts takes it. */
export function chartOption(spec: ChartSpec, palette: Palette, isMoving: boolean): ChartOption {
  return {
    animation: isMoving,
    animationDuration: 250,
    animationDurationUpdate: 250,
    textStyle: { fontFamily: palette.font, color: palette.muted },
    grid: { top: 12, right: 8, bottom: 4, left: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: tooltipOf(spec, palette),
    xAxis: {
      type: 'category',
      data: spec.steps.map(({ short }) => short),
      boundaryGap: spec.shape === 'bars',
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { color: palette.muted, fontSize: 11.5, hideOverlap: true, margin: 10, ...namedOnly(spec) },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 4,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.muted, fontSize: 11.5, formatter: compactNumber },
    },
    series: spec.series.map((series, index) =>
      spec.shape === 'bars' ? bars(spec, series, palette, index) : line(series, palette),
    ),
  }
}

function namedOnly({ steps }: ChartSpec): { interval?: (index: number) => boolean } {
  return steps.some(({ isNamed }) => isNamed) ? { interval: index => steps[index]?.isNamed === true } : {}
}

/** Drawn as text into the canvas: a page with Trusted Types takes no HTML of others. */
function tooltipOf(spec: ChartSpec, palette: Palette): TooltipComponentOption {
  return {
    trigger: 'axis',
    renderMode: 'richText',
    confine: true,
    axisPointer: spec.shape === 'bars' ? { type: 'shadow', shadowStyle: { opacity: 0.5 } } : { type: 'line' },
    backgroundColor: palette.surface,
    borderColor: palette.line,
    borderWidth: 1,
    padding: [8, 12],
    textStyle: { color: palette.text, fontSize: 12.5, fontFamily: palette.font, lineHeight: 19 },
    formatter: points => {
      const index = [points].flat()[0]?.dataIndex ?? 0
      return [spec.steps[index]?.long, ...spec.series.map(series => told(series, index))].join('\n')
    },
  }
}

function told({ name, values }: ChartSeries, index: number): string {
  const value = values[index]
  return `${name}: ${value === null || value === undefined ? 'not known' : wholeNumber(value)}`
}

function bars(
  { series: all, isStacked, steps }: ChartSpec,
  { name, tone, values }: ChartSeries,
  palette: Palette,
  index: number,
): BarSeriesOption {
  const isTop = !isStacked || index === all.length - 1
  const isDense = steps.length > DENSE
  return {
    type: 'bar',
    name,
    data: [...values],
    ...(isStacked && { stack: 'all' }),
    barMaxWidth: 28,
    barCategoryGap: isDense ? '6%' : '28%',
    itemStyle: { color: palette.tones[tone], borderRadius: isTop && !isDense ? [3, 3, 0, 0] : 0 },
    emphasis: { disabled: true },
  }
}

function line({ name, tone, values }: ChartSeries, palette: Palette): LineSeriesOption {
  const colour = palette.tones[tone]
  return {
    type: 'line',
    name,
    data: [...values],
    showSymbol: values.length <= MARKED,
    symbol: 'circle',
    symbolSize: 4,
    lineStyle: { color: colour, width: 1.75 },
    itemStyle: { color: colour },
    ...((tone === 'total' || tone === 'all') && { areaStyle: { color: colour, opacity: 0.07 } }),
    emphasis: { disabled: true },
  }
}
