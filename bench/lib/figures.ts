import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Cost } from './measure.ts'
import type { Target } from './target.ts'

interface Figure {
  readonly what: string
  readonly unit: string
  readonly values: Record<Target['name'], number[]>
}

/** What was measured, round by round; a figure is the median of its rounds. */
export class Figures {
  readonly #byKey = new Map<string, Figure>()

  add(target: Target, what: string, unit: string, value: number): void {
    const key = `${what} ${unit}`
    const figure = this.#byKey.get(key) ?? { what, unit, values: { bare: [], parley: [] } }
    this.#byKey.set(key, figure)
    figure.values[target.name].push(value)
  }

  addCost(target: Target, what: string, cost: Cost): void {
    this.add(target, what, 'CPU µs', cost.cpuUs)
    this.add(target, what, 'per second', cost.perSecond)
  }

  /** Prints the table and writes it, with every round, to `bench/results`. */
  report(about: Readonly<Record<string, unknown>>, file = 'latest'): void {
    const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, Bun ${Bun.version}`
    const figures = [...this.#byKey.values()]
    const table = [HEADER, RULE, ...figures.map(rowOf)].map(cells => `| ${cells.join(' | ')} |`).join('\n')
    const at = new Date().toISOString()
    mkdirSync('bench/results', { recursive: true })
    writeFileSync(`bench/results/${file}.json`, JSON.stringify({ machine, at, ...about, figures }, null, 2))
    writeFileSync(`bench/results/${file}.md`, `${machine}\n\n${table}\n`)
    console.log(`${machine}\n\n${table}\n\nAlso in bench/results/${file}.json and ${file}.md`)
  }
}

const HEADER = ['what', 'unit', 'bare Bun', 'Parley', 'ratio']
const RULE = ['---', '---', '---:', '---:', '---:']

function rowOf({ what, unit, values }: Figure): string[] {
  const parley = median(values.parley)
  if (values.bare.length === 0) return [what, unit, '', round(parley), '']
  const bare = median(values.bare)
  return [what, unit, round(bare), round(parley), `${round(parley / bare)}×`]
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
