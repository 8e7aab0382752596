import { REQUEST_TIMEOUT_SECONDS, UPLOAD_MAX_BYTES } from '@parley/protocol'
import type { Deadlines } from '../util/deadlines.ts'
import { invalidField } from '../util/invalid-input.ts'
import { boundaryOf, type Part, readParts } from '../util/multipart.ts'
import { pullBody } from '../util/read-body.ts'

/** What the parts beside the file, and what stands between them, may have. */
const REST_MAX_BYTES = 256 * 1024

/** The parts of a multipart body. Its size is counted here as a whole; of a file, where its limit is known. */
export function partsOf(request: Request, deadlines: Deadlines): AsyncIterable<Part> {
  const boundary = boundaryOf(request.headers.get('content-type'))
  if (boundary === undefined) {
    throw invalidField('the body', 'must be multipart/form-data, with the part "file"')
  }
  const limits = {
    maxBytes: UPLOAD_MAX_BYTES + REST_MAX_BYTES,
    timeoutMs: REQUEST_TIMEOUT_SECONDS * 1000,
  }
  return readParts(pullBody(request, limits, deadlines), boundary)
}
