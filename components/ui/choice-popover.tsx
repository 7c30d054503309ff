'use client';

import { Popover } from '@base-ui/react/popover';
import { Check } from 'lucide-react';
import { type ReactElement, type ReactNode, useId } from 'react';

export interface ChoiceGroup {
  readonly label: string;
  readonly chosen: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly choose: (value: string) => void;
}

interface ChoicePopoverProps {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly groups: readonly ChoiceGroup[];
  /** What stands below them. */
  readonly children?: ReactNode;
}

/** Groups, one choice of each, under the button that opens them. */
export function ChoicePopover({ label, trigger, groups, children }: ChoicePopoverProps) {
  return (
    <Popover.Root>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={4} className="z-10">
          <Popover.Popup
            aria-label={label}
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
