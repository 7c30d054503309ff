/**
 * Under their current name; as the author of a message or action, under the name that they had then. The id shows whether they
 * are verified.
 */
export interface Member {
  readonly id: string;
  readonly name: string;
}
