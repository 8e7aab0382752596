/** Somebody whom visitors of the playground may be. */
export interface DemoPerson {
  readonly id: string
  readonly name: string
  /** A line about them. */
  readonly title: string
  readonly image: string
  readonly language: string
}

/** A picture of the built playground: the server serves it itself. */
export const picture = (name: string): string => `/demo/${name}.svg`

const person = (first: string, name: string, title: string, language = 'en'): DemoPerson => ({
  id: `demo-${first}`,
  name,
  title,
  image: picture(first),
  language,
})

/** The first four are offered first. */
export const DEMO_PEOPLE = [
  person('sara', 'Sara Lindqvist', 'Product designer'),
  person('amir', 'Amir Haddad', 'Frontend engineer'),
  person('lucia', 'Lucía Fernández', 'Product manager', 'es'),
  person('jonas', 'Jonas Weber', 'Backend engineer', 'de'),
  person('mei', 'Mei Tanaka', 'Runs the shop', 'ja'),
  person('noor', 'Noor Khalil', 'Support', 'ar'),
] as const satisfies readonly DemoPerson[]
