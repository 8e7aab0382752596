/** Somebody who signs in to the dashboard. */
export interface AdminPerson {
  readonly email: string
  readonly name: string
  readonly password: string
}

/** The first admin, an owner. */
export const ADA: AdminPerson = {
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  password: 'a horse, a battery, a staple',
}

/** Somebody who may look only, once invited so. */
export const VERA: AdminPerson = {
  email: 'vera@example.com',
  name: 'Vera Rubin',
  password: 'the edges of galaxies turn',
}
