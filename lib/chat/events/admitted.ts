/** Somebody who may enter a private room, as the moderators there see it. */
export interface AdmittedMember {
  readonly id: string;
  /** What they are called, or were last; absent where nobody knows. */
  readonly name?: string;
  /** Since when, in milliseconds since 1970; absent where nobody knows. */
  readonly at?: number;
  /** By which invite link they came; absent where nobody knows, or by none. */
  readonly link?: 'present' | 'earlier';
  readonly isHere: boolean;
}

/** A part of those who may enter a private room, in no order. `after` continues it; absent at its end. */
export interface AdmittedPage {
  /** How many they are in all. */
  readonly count: number;
  readonly members: readonly AdmittedMember[];
  readonly after?: string;
}
