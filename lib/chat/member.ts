/** As they are called now; of what somebody wrote or did, as they were called then. Whether they are verified, the id says. */
export interface Member {
  readonly id: string;
  readonly name: string;
}
