/** Where a node leads to the picture of a verified member, by the member's id. */
export const AVATAR_PATH = '/avatars/';

/** With which a node tells its pages that there are pictures to ask for; absent where there are none. */
export const AVATARS_HEADER = 'x-concord-avatars';
