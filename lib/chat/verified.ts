/** The ids of guests never begin so: a node makes them, and those of classic clients begin otherwise. */
export const SITE_MEMBER = 'site-';

/** Does the site around the page vouch for this member? Its id says so, wherever the member is named. */
export const isVerified = (memberId: string): boolean => memberId.startsWith(SITE_MEMBER);
