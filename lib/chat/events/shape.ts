/** Stands for a type in a table of values. */
export interface Shape<T> {
  /** Never there. */
  readonly is?: T;
}

export const shape = <T>(): Shape<T> => ({});
