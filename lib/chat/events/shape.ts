/** Carries a type in a table of values. */
export interface Shape<T> {
  /** Never set. */
  readonly is?: T;
}

export const shape = <T>(): Shape<T> => ({});
