import { type RefObject, useEffect, useEffectEvent, useLayoutEffect } from 'react';

/**
 * Takes up what stands in a field of which nobody has told: what was typed into the page of the server before its scripts ran,
 * or was put back by the browser on the way back. React would put its own value over it with the next change. The field
 * itself is not touched: the cursor stays, and so does a word that an input method is composing.
 */
export function useTypedBefore(
  field: RefObject<HTMLTextAreaElement | null>,
  value: string,
  onText: (text: string) => void,
): void {
  const adopt = useEffectEvent(() => {
    if (field.current && field.current.value !== value) onText(field.current.value);
  });
  useLayoutEffect(() => adopt(), []);
  useEffect(() => {
    // Browsers put back what was typed at the latest before they tell of this.
    const onShow = () => adopt();
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, []);
}
