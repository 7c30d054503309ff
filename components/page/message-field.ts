export const MESSAGE_FIELD_ID = 'message-field';

/**
 * Puts the cursor into the message field, once the page is drawn: the field of another room is another one. Not where a
 * keyboard would come up over half of what one wants to read.
 */
export function focusMessageField(): void {
  if (matchMedia('(pointer: coarse)').matches) return;
  requestAnimationFrame(() => document.getElementById(MESSAGE_FIELD_ID)?.focus());
}
