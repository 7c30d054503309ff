import { useEffect, useRef } from 'react';
import { focusMessageField } from '@/components/page/message-field';

/**
 * Moves the focus from the message field to whatever takes its place, and back, so that it is never lost. Spread on the area
 * around both.
 * @param hasField whether the field is shown
 */
export function useKeptFocus(hasField: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const hadField = useRef(hasField);
  /** React fires no blur when the element itself is removed. */
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
