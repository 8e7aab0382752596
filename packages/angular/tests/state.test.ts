import '@angular/compiler'
import { describe, expect, test } from 'bun:test'
import { computed } from '@angular/core'
import { take } from 'rxjs'
import { EventStream } from '../src/state/event-stream'
import { batch, State } from '../src/state/state'

describe('a state', () => {
  test('is the same as a signal and as an observable, told at once and once', () => {
    const state = new State(1)
    const heard: [number, number][] = []
    state.changes$.subscribe(value => heard.push([value, state.signal()]))
    state.set(2)
    state.set(2)
    state.update(value => value + 1)
    expect(heard).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
  })

  test('tells nobody of a value that a subscriber has changed already', () => {
    const state = new State(0)
    state.changes$.subscribe(value => value === 1 && state.set(2))
    const heard: [number, number][] = []
    state.changes$.subscribe(value => heard.push([value, state.signal()]))
    state.set(1)
    expect(heard).toEqual([
      [0, 0],
      [2, 2],
    ])
  })

  test('tells nobody who unsubscribed, and a late one the value once', () => {
    const state = new State('a')
    const heard: string[] = []
    state.changes$.pipe(take(1)).subscribe(value => heard.push(`first ${value}`))
    const late = state.changes$.subscribe(value => {
      if (value === 'b') state.changes$.subscribe(again => heard.push(`inner ${again}`))
    })
    state.set('b')
    late.unsubscribe()
    state.set('c')
    expect(heard).toEqual(['first a', 'inner b', 'inner c'])
  })

  test('can be read by computed signals, and set where they are read', () => {
    const state = new State(1)
    const doubled = computed(() => state.signal() * 2)
    expect(doubled()).toBe(2)
    state.set(4)
    expect(doubled()).toBe(8)
  })

  test('together with others changes before anybody is told', () => {
    const [name, count] = [new State('none'), new State(0)]
    const heard: string[] = []
    const tell = () => heard.push(`${name.signal()} ${count.signal()}`)
    name.changes$.subscribe(tell)
    count.changes$.subscribe(tell)
    batch(() => {
      name.set('one')
      batch(() => count.set(1))
      name.set('some')
      name.set('one')
    })
    batch(() => {
      count.set(2)
      count.set(1)
    })
    expect(heard).toEqual(['none 0', 'none 0', 'one 1', 'one 1'])
  })

  test('of which a batch fails halfway tells what it has changed', () => {
    const state = new State(0)
    const heard: number[] = []
    state.changes$.subscribe(value => heard.push(value))
    const fail = () => {
      state.set(1)
      throw new Error('halfway')
    }
    expect(() => batch(fail)).toThrow('halfway')
    expect(heard).toEqual([0, 1])
  })
})

describe('a stream of events', () => {
  test('tells each once, in order, those that an event causes after it', () => {
    const stream = new EventStream<string>()
    stream.events$.subscribe(event => event === 'a' && stream.emit('b'))
    const heard: [string, string | undefined][] = []
    stream.events$.subscribe(event => heard.push([event, stream.latest()]))
    stream.emit('a')
    stream.emit('c')
    expect(heard).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ])
  })
})
