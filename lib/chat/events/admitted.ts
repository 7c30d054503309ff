/** Somebody who may enter a private room, as its moderators see them. */
export interface AdmittedMember {
  readonly id: string;
  /** Their present or last name; absent if nobody knows it. */
  readonly name?: string;
  /** Since when, in milliseconds since 1970; absent if nobody knows. */
  readonly at?: number;
  /** By which invite link they came; absent if by none, or nobody knows. */
  readonly link?: 'present' | 'earlier';
  readonly isHere: boolean;
}

/** A page of those who may enter a private room, in no order. `after` continues it; absent at the end. */
export interface AdmittedPage {
  /** How many there are in all. */
  readonly count: number;
  readonly members: readonly AdmittedMember[];
  readonly after?: string;
}
