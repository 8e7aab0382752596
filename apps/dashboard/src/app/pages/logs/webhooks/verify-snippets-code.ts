const TYPESCRIPT = `import { createHmac, timingSafeEqual } from 'node:crypto'

// rawBody: the bytes as they came. With Express: express.raw({ type: 'application/json' })
function isFromParley(rawBody: Buffer, signature: string): boolean {
  const expected = createHmac('sha256', process.env.PARLEY_API_SECRET!).update(rawBody).digest('hex')
  return signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
}`

const GO = `import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"os"
)

// rawBody: io.ReadAll(request.Body); signature: request.Header.Get("X-Signature")
func isFromParley(rawBody []byte, signature string) bool {
	mac := hmac.New(sha256.New, []byte(os.Getenv("PARLEY_API_SECRET")))
	mac.Write(rawBody)
	expected := hex.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(signature), []byte(expected))
}`

const PHP = `<?php
// $rawBody: file_get_contents('php://input'); $signature: $_SERVER['HTTP_X_SIGNATURE']
function isFromParley(string $rawBody, string $signature): bool
{
    $expected = hash_hmac('sha256', $rawBody, getenv('PARLEY_API_SECRET'));
    return hash_equals($expected, $signature);
}`

export const VERIFY_SNIPPETS = [
  { label: 'TypeScript', code: TYPESCRIPT },
  { label: 'Go', code: GO },
  { label: 'PHP', code: PHP },
] as const
