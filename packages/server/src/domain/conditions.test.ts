import { expect, test } from 'bun:test'
import { compileCondition } from './conditions.ts'

const subject = { id: 'ada', role: 'user', level: 7, tags: ['vip'], address: { city: 'Oslo' }, none: null }
const target = { cid: 'messaging:hall', created_by_id: 'bob', frozen: false, min: 5 }

test.each<[Record<string, unknown>, boolean]>([
  [{}, true],
  [{ '$subject.role': 'user' }, true],
  [{ '$subject.role': { $eq: 'admin' } }, false],
  [{ '$subject.level': { $gte: 7, $lt: 8 } }, true],
  [{ '$subject.level': { $gt: '1' } }, false],
  [{ '$subject.level': '7' }, false],
  [{ '$subject.address.city': { $in: ['Rome', 'Oslo'] } }, true],
  [{ '$subject.address.city': { $nin: ['Oslo'] } }, false],
  [{ '$subject.tags': { $contains: 'vip' } }, true],
  [{ '$subject.hat': { $exists: false } }, true],
  [{ '$subject.none': null }, true],
  [{ '$subject.hat': { $ne: 'red' } }, true],
  [{ '$target.frozen': false, '$target.min': 5 }, true],
  [{ $or: [{ '$target.created_by_id': 'ada' }, { '$subject.level': 7 }] }, true],
  [{ $nor: [{ '$subject.role': 'user' }] }, false],
  [{ $and: [{ '$subject.role': 'user' }, { '$target.cid': 'x' }] }, false],
  [{ '$subject.constructor': { $exists: true } }, false],
])('%p', (condition, holds) => {
  expect(compileCondition(condition)(subject, target)).toBe(holds)
})

test.each<[unknown, string]>([
  [{ role: 'user' }, '$subject.'],
  [{ '$object.role': 'user' }, '$subject.'],
  [{ '$subject.name': { $autocomplete: 'a' } }, '$autocomplete'],
  [{ '$subject.name': { $regex: 'a' } }, '$regex'],
  [{ '$subject.': 'a' }, 'path'],
  [{ $and: [] }, '$and'],
  ['role', 'objects'],
])('%p is refused', (condition, words) => {
  expect(() => compileCondition(condition)).toThrow(words)
})
