import { useId } from 'react';

interface RadioListProps {
  readonly label: string;
  readonly chosen: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly choose: (value: string) => void;
}

/** One of a few choices, each on its own line. */
export function RadioList({ label, chosen, choices, choose }: RadioListProps) {
  const name = useId();
  return (
    <fieldset className="flex flex-col">
      <legend className="pb-1 text-small text-soft">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2 hover:bg-hover touch:h-11"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === chosen}
            onChange={() => choose(choice.value)}
            className="size-4 accent-accent"
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
