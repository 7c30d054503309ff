/** How a member was let into a private room. Of whom an earlier version let in, nothing but the id is known. */
export interface Admission {
  readonly id: string;
  /** What they were called last. */
  readonly name?: string;
  /** When it first was, in milliseconds since 1970. */
  readonly at?: number;
  /** The number of the invite link by which they came last; or as the one whose room it is, or was. */
  readonly by?: number | 'owner';
}

export interface AdmissionsPage {
  /** How many there are in all. */
  readonly count: number;
  /** In no order; somebody may be on two pages. */
  readonly admissions: readonly Admission[];
  /** Where to go on, of meaning to the store alone; absent at the end. */
  readonly after?: string;
}

/** Who may enter the private rooms, and how they came to. See {@link Rooms} for what a store owes that does not answer. */
export interface Admissions {
  /**
   * The member may enter the room from now on. Whoever could before keeps the time. Idempotent, as is {@link revoke}. With a
   * `link`, one atomic step: nobody is admitted, and the answer is `false`, where the room has another by now.
   */
  admit(room: string, admission: Admission, link?: string): Promise<boolean>;
  /** Admits as it was before the store lost it. Whoever is admitted stays so as they are. */
  readmit(room: string, admission: Admission): Promise<void>;
  /** Notes what somebody who is admitted is called. Nobody is admitted by it. */
  nameAdmitted(room: string, member: { readonly id: string; readonly name: string }): Promise<void>;
  revoke(room: string, memberId: string): Promise<void>;
  /** Revokes the admission of those of them who have not come by a later link than the one of this number. Answers who is out by it. */
  revokeUpTo(room: string, memberIds: readonly string[], link: number): Promise<readonly string[]>;
  admissionOf(room: string, memberId: string): Promise<Admission | undefined>;
  /** About `limit` of them, from behind the cursor `after`; '' begins. Whoever is admitted all the while is on a page. */
  listAdmitted(room: string, after: string, limit: number): Promise<AdmissionsPage>;
}

/** As it is once somebody is admitted who is, or is not, admitted already. */
export const admittedAgain = (before: Admission | undefined, { at, ...now }: Admission): Admission => {
  const first = before === undefined ? at : before.at;
  return first === undefined ? now : { ...now, at: first };
};
