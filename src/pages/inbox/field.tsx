import { useEffect, useId, useRef } from "preact/hooks";

/** A labelled box of a form, with a hint below it where one is given. */
export function Field(props: {
  label: string;
  name: string;
  type?: string;
  autocomplete: "username" | "current-password" | "new-password" | "name" | "one-time-code" | "off";
  focus?: boolean;
  optional?: boolean;
  hint?: string;
}) {
  const hint = useId();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (props.focus) box.current?.focus();
  }, [props.focus]);
  return (
    <label>
      {props.label}
      <input
        ref={box}
        name={props.name}
        type={props.type ?? "text"}
        autocomplete={props.autocomplete}
        required={props.optional !== true}
        aria-describedby={props.hint === undefined ? undefined : hint}
      />
      {props.hint !== undefined && (
        <span class="hint" id={hint}>
          {props.hint}
        </span>
      )}
    </label>
  );
}

/** What was wrong with what was sent, told as it appears. */
export function Fault({ text }: { text: string }) {
  return (
    <p class="fault" role="alert">
      {text}
    </p>
  );
}
