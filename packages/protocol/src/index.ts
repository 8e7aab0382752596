export * from './close-codes.ts'
export * from './errors.ts'
export * from './limits.ts'
export * from './types/index.ts'
