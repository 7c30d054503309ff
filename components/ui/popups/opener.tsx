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

/** By which a popup was opened: whoever uses the keyboard begins with its first item. */
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
 * The button that opens a popup. It stays the same element whether the script of the popup is there or not, so that it keeps
 * the keyboard and a press.
 */
export function Opener({ ref, trigger, popup, isOpen, prepare, onToggle }: OpenerProps) {
  return cloneElement(trigger, {
    ref,
    'aria-haspopup': popup,
    'aria-expanded': isOpen,
    onPointerEnter: prepare,
    onFocus: prepare,
    // A key that presses the button is a click with no pointer's count.
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
 * Whether a popup closes now. A press on its own button closes it as well, by the click that follows: if it closed by itself
 * before, that click would open it again.
 */
export function isClosing(isOpen: boolean, change: Change, button: HTMLElement | null): boolean {
  if (isOpen) return false;
  const isOnButton = change.event.target instanceof Node && button?.contains(change.event.target);
  if (change.reason !== 'outside-press' || !isOnButton) return true;
  change.cancel();
  return false;
}
