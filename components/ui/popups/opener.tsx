'use client';

import {
  type ComponentProps,
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type RefObject,
} from 'react';
import { ownKeys } from '@/components/ui/composing';

/** How a popup was opened: with the keyboard, the focus starts at its first item. */
export type OpenedBy = 'pointer' | 'keyboard';

interface OpenerProps {
  readonly ref: RefObject<HTMLButtonElement | null>;
  /** A button. */
  readonly trigger: ReactElement<ComponentProps<'button'>>;
  readonly popup: 'menu' | 'dialog';
  readonly isOpen: boolean;
  /** Begins to load the popup. */
  readonly prepare: () => void;
  readonly onToggle: (by: OpenedBy) => void;
}

/**
 * The button that opens a popup. It is the same element before and after the popup's script has loaded, so that it keeps the
 * focus and a press.
 */
export function Opener({ ref, trigger, popup, isOpen, prepare, onToggle }: OpenerProps) {
  return cloneElement(trigger, {
    ref,
    'aria-haspopup': popup,
    'aria-expanded': isOpen,
    onPointerEnter: prepare,
    onFocus: prepare,
    // A key that presses the button causes a click with a count of 0.
    onClick: ({ detail }: MouseEvent) => onToggle(detail === 0 ? 'keyboard' : 'pointer'),
    onKeyDown: ownKeys((event: KeyboardEvent) => {
      if (popup !== 'menu' || isOpen || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
      event.preventDefault();
      onToggle('keyboard');
    }),
  });
}

interface Change {
  readonly reason: string;
  readonly event: Event;
  cancel(): void;
}

/**
 * Whether a popup should close now. A press on its own button also closes it, by the click that follows: if the popup had
 * closed by itself before, that click would open it again.
 */
export function isClosing(isOpen: boolean, change: Change, button: HTMLElement | null): boolean {
  if (isOpen) return false;
  const isOnButton = change.event.target instanceof Node && button?.contains(change.event.target);
  if (change.reason !== 'outside-press' || !isOnButton) return true;
  change.cancel();
  return false;
}
