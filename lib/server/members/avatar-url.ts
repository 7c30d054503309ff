/** Longer addresses are no pictures of people, and a node would keep each of them for a year. */
const URL_MAX_LENGTH = 2_048;

/**
 * The address of a picture, written as browsers write it; `null` for what is none, or is of none of the `origins`. Its
 * scheme is compared apart from its origin: `blob:https://a.example/1` is of the origin `https://a.example`.
 */
export function avatarUrlOf(claim: unknown, origins: readonly string[]): string | null {
  if (typeof claim !== 'string' || !URL.canParse(claim)) return null;
  const { href, origin, protocol } = new URL(claim);
  const isListed = origins.includes(origin) && origin.startsWith(`${protocol}//`);
  return isListed && href.length <= URL_MAX_LENGTH ? href : null;
}
