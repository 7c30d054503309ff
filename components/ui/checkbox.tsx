interface CheckboxProps {
  readonly label: string;
  /** Stands below and explains the choice. */
  readonly hint: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

export function Checkbox({ label, hint, isChecked, onChange }: CheckboxProps) {
  return (
    <label className="flex items-start gap-2.5 text-small touch:min-h-11">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span>
        <span>{label}</span>
        <span className="block text-soft">{hint}</span>
      </span>
    </label>
  );
}
