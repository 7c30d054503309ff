export const MESSAGE_FIELD_ID = 'message-field';

/**
 * Puts the cursor into the message field once the page is drawn, since another room has another field. Not on touch screens,
 * where the keyboard would cover half of what there is to read.
 */
export function focusMessageField(): void {
  if (matchMedia('(pointer: coarse)').matches) return;
  requestAnimationFrame(() => document.getElementById(MESSAGE_FIELD_ID)?.focus());
}
