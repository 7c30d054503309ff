/** A node redirects this path, followed by a verified member's id, to their picture. */
export const AVATAR_PATH = '/avatars/';

/** The header by which a node tells its pages that there are pictures; absent if there are none. */
export const AVATARS_HEADER = 'x-concord-avatars';
