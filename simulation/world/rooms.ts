/** In which people talk; the first of them in most worlds. */
export const ROOMS = ['lobby', 'garden'] as const;
