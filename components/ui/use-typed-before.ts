import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';

type Field = HTMLTextAreaElement;

/** The field of the server's page as it was when the scripts began. */
interface Standing {
  readonly field: Field;
  readonly hasFocus: boolean;
}

/** Until the page's first field is mounted: every later field starts afresh. */
let isServersPage = true;

function standingAt(id: string): Standing | null {
  if (!isServersPage || typeof document === 'undefined') return null;
  const field = document.getElementById(id);
  return field instanceof HTMLTextAreaElement ? { field, hasFocus: document.activeElement === field } : null;
}

/**
 * Adopts text in a field that no event has told us of: what was typed into the server's page before its scripts ran, or what
 * the browser restored on going back. Otherwise React would overwrite it with its own value at the next change. The field
 * itself is not touched, which keeps the cursor and a word that an input method is composing. If a translator or an extension
 * has changed the page by then, React builds all of it anew, with another field.
 */
export function useTypedBefore(
  ref: RefObject<Field | null>,
  {
    id,
    value,
    onText,
  }: { readonly id: string; readonly value: string; readonly onText: (text: string) => void },
): void {
  const [standing] = useState(() => standingAt(id));

  const adopt = useEffectEvent(() => {
    const isReplaced = standing !== null && !standing.field.isConnected;
    const typed = (isReplaced && isServersPage ? standing.field : ref.current)?.value ?? value;
    isServersPage = false;
    if (typed !== value) onText(typed);
  });
  useLayoutEffect(() => adopt(), []);
  useEffect(() => {
    const { current } = ref;
    if (standing !== null && standing.field !== current && standing.hasFocus) current?.focus();
    // Browsers restore what was typed before they fire this event.
    const onShow = () => adopt();
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, [ref, standing]);
}
