'use client';

import { late } from './late';

type Show = (text: string) => void;

let show: Show | null = null;
let unshown: string | null = null;

/** Takes what there is to show from now on, and what was said before. @returns a function that ends it */
function onSaid(shows: Show): () => void {
  show = shows;
  if (unshown !== null) show(unshown);
  unshown = null;
  return () => {
    show = null;
  };
}

/** Stands on the page before anything is said: a screen reader reads only what comes into a region that it knows. */
const ToastRegion = late(() => import('./toast-region').then((module) => module.ToastRegion), {
  loadsWhenShown: false,
});

/** Shows a sentence about what was just done, for as long as it is read. The one before it goes. */
export function say(text: string): void {
  if (show !== null) {
    show(text);
    return;
  }
  unshown = text;
  ToastRegion.prepare();
}

/** Where that is shown: over the page and what is open over it, but no menu. */
export const Toasts = ({ label }: { readonly label: string }) => (
  <ToastRegion label={label} onSaid={onSaid} />
);
