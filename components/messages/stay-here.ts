import { createContext } from 'react';

/**
 * Call before something in the list grows because the reader wants to see more of it: the list then does not follow the end.
 */
export const StayHere = createContext(() => {});
