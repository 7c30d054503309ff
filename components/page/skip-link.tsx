'use client';

import { MESSAGE_FIELD_ID } from './message-field';
import { useTexts } from './preferences-provider';

/** Goes to the message field, or to the messages where there is none. */
function skip() {
  const field = document.getElementById(MESSAGE_FIELD_ID);
  (field ?? document.querySelector<HTMLElement>('[role=log]'))?.focus();
}

/** The first stop of the Tab key, visible only then: skips all rooms and goes to the conversation. */
export function SkipLink() {
  const texts = useTexts();
  return (
    <button
      type="button"
      onClick={skip}
      className="absolute top-2 left-2 z-2 rounded-lg border border-edge bg-raised px-4 py-2 font-medium not-focus-visible:-translate-y-16"
    >
      {texts.skip}
    </button>
  );
}
