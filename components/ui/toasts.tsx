'use client';

import { late } from './late';

type Show = (text: string) => void;

let show: Show | null = null;
let unshown: string | null = null;

/** Shows what there is to say from now on, and what was said before. @returns a function that stops it */
function onSaid(shows: Show): () => void {
  show = shows;
  if (unshown !== null) show(unshown);
  unshown = null;
  return () => {
    show = null;
  };
}

/** On the page before anything is said: a screen reader announces only what enters a region that it knows. */
const ToastRegion = late(() => import('./toast-region').then((module) => module.ToastRegion), {
  loadsWhenShown: false,
});

/** Shows a sentence about what was just done for long enough to read it. It replaces the one before. */
export function say(text: string): void {
  if (show !== null) {
    show(text);
    return;
  }
  unshown = text;
  ToastRegion.prepare();
}

/** Where that shows: over the page and what is open over it, but not over menus. */
export const Toasts = ({ label }: { readonly label: string }) => (
  <ToastRegion label={label} onSaid={onSaid} />
);
