import { createContext } from 'react';

/** Called before something in the list grows because the reader wants to see more of it: the end is not followed then. */
export const StayHere = createContext(() => {});
