/** No guest's id begins like this: a node makes those, and the ids of classic clients begin differently. */
export const SITE_MEMBER = 'site-';

/** Returns whether a site vouches for this member, as their id shows wherever they are named. */
export const isVerified = (memberId: string): boolean => memberId.startsWith(SITE_MEMBER);
