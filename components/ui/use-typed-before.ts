import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';

type Field = HTMLTextAreaElement;

/** The field of the server's page, as it was when the scripts began. */
interface Standing {
  readonly field: Field;
  readonly hasFocus: boolean;
}

/** Until the first field of the page is there: every other one begins anew. */
let isServersPage = true;

function standingAt(id: string): Standing | null {
  if (!isServersPage || typeof document === 'undefined') return null;
  const field = document.getElementById(id);
  return field instanceof HTMLTextAreaElement ? { field, hasFocus: document.activeElement === field } : null;
}

/**
 * Takes up what stands in a field of which nobody has told: what was typed into the page of the server before its scripts ran,
 * or was put back by the browser on the way back. React would put its own value over it with the next change. The field
 * itself is not touched: the cursor stays, and so does a word that an input method is composing. Where a translator or an
 * extension has changed the page by then, React makes all of it anew: then the field is another one.
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
    // Browsers put back what was typed at the latest before they tell of this.
    const onShow = () => adopt();
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, [ref, standing]);
}
