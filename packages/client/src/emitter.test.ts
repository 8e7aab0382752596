import { expect, spyOn, test } from 'bun:test'
import { Emitter } from './emitter.ts'

test('calls the listeners of a type, then those of all', () => {
  const emitter = new Emitter<{ type: string }>()
  const heard: string[] = []
  emitter.on('all', ({ type }) => heard.push(`all ${type}`))
  const { unsubscribe } = emitter.on('a', ({ type }) => heard.push(`one ${type}`))
  emitter.emit({ type: 'a' })
  emitter.emit({ type: 'b' })
  unsubscribe()
  unsubscribe()
  emitter.emit({ type: 'a' })
  expect(heard).toEqual(['one a', 'all a', 'all b', 'all a'])
})

test('a listener may stop listening while it is called', () => {
  const emitter = new Emitter<{ type: string }>()
  const heard: string[] = []
  const subscription = emitter.on('a', () => {
    subscription.unsubscribe()
    heard.push('first')
  })
  emitter.on('a', () => heard.push('second'))
  emitter.emit({ type: 'a' })
  emitter.emit({ type: 'a' })
  expect(heard).toEqual(['first', 'second', 'second'])
})

test('one that throws is reported and keeps no other from hearing', () => {
  const reported = spyOn(globalThis, 'reportError').mockImplementation(() => undefined)
  const emitter = new Emitter<{ type: string }>()
  const heard: string[] = []
  emitter.on('a', () => {
    throw new Error('in a listener')
  })
  emitter.on('a', ({ type }) => heard.push(type))
  emitter.emit({ type: 'a' })
  expect(heard).toEqual(['a'])
  expect(reported).toHaveBeenCalledTimes(1)
  reported.mockRestore()
})
