import { useEffect, useRef } from 'react';
import { focusMessageField } from '@/components/page/message-field';

/**
 * The keyboard goes from the message field to what takes its place, and back: nobody is to find it nowhere. Spread on the
 * area of both.
 * @param hasField stands the field in it?
 */
export function useKeptFocus(hasField: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const hadField = useRef(hasField);
  /** React tells of no blur where the element itself is taken away. */
  const isInside = useRef(false);
  useEffect(() => {
    if (hadField.current === hasField) return;
    hadField.current = hasField;
    if (!isInside.current || document.activeElement !== document.body) return;
    if (hasField) focusMessageField();
    else ref.current?.querySelector<HTMLElement>('[role=status][tabindex]')?.focus();
  }, [hasField]);
  const onFocus = () => {
    isInside.current = true;
  };
  const onBlur = () => {
    isInside.current = false;
  };
  return { ref, onFocus, onBlur };
}
