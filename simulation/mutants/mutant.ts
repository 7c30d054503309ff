/** A fault that is put into the product on purpose, for the simulation to find. */
export interface Mutant {
  /** In a few words what is wrong then. */
  readonly name: string;
  readonly file: string;
  /** Stands there once. */
  readonly find: string;
  readonly replace: string;
}
