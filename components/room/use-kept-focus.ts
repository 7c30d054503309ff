import { type RefObject, useEffect, useRef } from 'react';
import { focusMessageField } from './message-field';

/**
 * The keyboard goes from the message field to what takes its place, and back: nobody is to find it nowhere.
 * @param hasField stands the field in the area?
 */
export function useKeptFocus(hasField: boolean): RefObject<HTMLDivElement | null> {
  const area = useRef<HTMLDivElement>(null);
  const hadField = useRef(hasField);
  useEffect(() => {
    if (hadField.current === hasField) return;
    hadField.current = hasField;
    if (document.activeElement !== document.body) return;
    if (hasField) focusMessageField();
    else area.current?.querySelector<HTMLElement>('[role=status][tabindex]')?.focus();
  }, [hasField]);
  return area;
}
