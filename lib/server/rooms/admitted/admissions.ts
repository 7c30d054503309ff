/** How a member was let into a private room. For members whom an earlier version let in, only the id is known. */
export interface Admission {
  readonly id: string;
  /** Their last known name. */
  readonly name?: string;
  /** When they were first let in, in milliseconds since 1970. */
  readonly at?: number;
  /** The number of the invite link by which they last came; or `owner` for the room's present or previous owner. */
  readonly by?: number | 'owner';
}

export interface AdmissionsPage {
  /** How many there are in all. */
  readonly count: number;
  /** In no order; a member may be on two pages. */
  readonly admissions: readonly Admission[];
  /** Where to continue, opaque to everybody but the store; absent at the end. */
  readonly after?: string;
}

/** Who may enter private rooms, and how they came to. See {@link Rooms} for what a store does when it does not answer. */
export interface Admissions {
  /**
   * The member may enter the room from now on. A member who already could keeps the time. Idempotent, as is {@link revoke}.
   * With a `link`, it is one atomic step: if the room has another link by now, it admits nobody and returns `false`.
   */
  admit(room: string, admission: Admission, link?: string): Promise<boolean>;
  /** Admits a member as before the store lost them. A member who is admitted stays unchanged. */
  readmit(room: string, admission: Admission): Promise<void>;
  /** Notes the current name of an admitted member. Admits nobody. */
  nameAdmitted(room: string, member: { readonly id: string; readonly name: string }): Promise<void>;
  revoke(room: string, memberId: string): Promise<void>;
  /**
   * Revokes the admission of all these members except those who came by a link later than number `link`. Returns whose it
   * revoked.
   */
  revokeUpTo(room: string, memberIds: readonly string[], link: number): Promise<readonly string[]>;
  admissionOf(room: string, memberId: string): Promise<Admission | undefined>;
  /**
   * Returns about `limit` members from behind the cursor `after`; '' begins. A member who stays admitted is on at least one
   * page.
   */
  listAdmitted(room: string, after: string, limit: number): Promise<AdmissionsPage>;
}

/** How a member counts as admitted when they are let in, perhaps not for the first time. */
export const admittedAgain = (before: Admission | undefined, { at, ...now }: Admission): Admission => {
  const first = before === undefined ? at : before.at;
  return first === undefined ? now : { ...now, at: first };
};
