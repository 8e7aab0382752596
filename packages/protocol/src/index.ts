export * from './close-codes.ts'
export * from './errors.ts'
export * from './limits.ts'
