'use client';

import { Popover } from '@base-ui/react/popover';
import { Check } from 'lucide-react';
import { type ReactNode, type RefObject, useId } from 'react';
import { isClosing } from './opener';

export interface ChoiceGroup {
  readonly label: string;
  readonly chosen: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly choose: (value: string) => void;
}

interface ChoicePopupProps {
  readonly label: string;
  readonly groups: readonly ChoiceGroup[];
  /** What opened it. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function ChoicePopup({ label, groups, button, isOpen, onClose, children }: ChoicePopupProps) {
  return (
    <Popover.Root
      open={isOpen}
      onOpenChange={(open, change) => {
        if (isClosing(open, change, button.current)) onClose();
      }}
    >
      <Popover.Portal>
        <Popover.Positioner anchor={button} align="end" sideOffset={4} className="z-10">
          <Popover.Popup
            aria-label={label}
            finalFocus={button}
            className="flex max-h-(--available-height) min-w-48 flex-col overflow-y-auto gap-1 rounded-xl border border-edge bg-raised p-1 shadow-lg outline-none motion-safe:transition-opacity motion-safe:duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {groups.map((group) => (
              <Choices key={group.label} group={group} />
            ))}
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Choices({ group }: { readonly group: ChoiceGroup }) {
  const name = useId();
  return (
    <fieldset className="not-first:border-line not-first:border-t not-first:pt-1">
      <legend className="float-left px-3 pt-2 pb-1 text-soft text-tiny">{group.label}</legend>
      {group.choices.map(({ value, label }) => (
        <label
          key={value}
          className="clear-both flex h-8 cursor-pointer items-center justify-between gap-6 rounded-lg px-3 text-small outline-accent hover:bg-hover has-focus-visible:outline-2 touch:h-11"
        >
          <span>{label}</span>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === group.chosen}
            onChange={() => group.choose(value)}
            className="peer sr-only"
          />
          <Check size={14} aria-hidden className="invisible text-accent peer-checked:visible" />
        </label>
      ))}
    </fieldset>
  );
}
