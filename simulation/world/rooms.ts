/** In which people talk; the first of them in most worlds. */
export const ROOMS = ['lobby', 'garden'] as const;

/** In which nobody is until all is calm. */
export const QUIET_ROOM = 'attic';
