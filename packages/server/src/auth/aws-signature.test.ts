import { expect, test } from 'bun:test'
import { signForAws } from './aws-signature.ts'

// Amazon's own example credentials, and the answers of its signature test suite.
const EXAMPLE = {
  service: 'service',
  region: 'us-east-1',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}

test('a form is signed as in “post-x-www-form-urlencoded”', () => {
  const headers = signForAws(EXAMPLE, {
    url: 'https://example.amazonaws.com/',
    contentType: 'application/x-www-form-urlencoded',
    body: new TextEncoder().encode('Param1=value1'),
    atMs: Date.UTC(2015, 7, 30, 12, 36),
  })
  expect(headers).toEqual({
    'content-type': 'application/x-www-form-urlencoded',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  })
})
