export interface PasswordRule {
  readonly text: string
  readonly isKept: boolean
}

const MIN_LENGTH = 12
const MIN_DIFFERENT = 5

/** What the server asks of a new password, and whether this one has it. */
export function passwordRules(password: string, email: string): readonly PasswordRule[] {
  const isEmail = email !== '' && password.trim().toLowerCase() === email.trim().toLowerCase()
  return [
    { text: `${MIN_LENGTH} characters or more`, isKept: password.length >= MIN_LENGTH },
    { text: `${MIN_DIFFERENT} different ones among them`, isKept: new Set(password).size >= MIN_DIFFERENT },
    { text: 'Not your e-mail address', isKept: password !== '' && !isEmail },
  ]
}
