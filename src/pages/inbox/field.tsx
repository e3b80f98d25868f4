import { useEffect, useRef } from "preact/hooks";

/** A labelled box of a form at the door. */
export function Field(props: {
  label: string;
  name: string;
  type?: string;
  autocomplete: "username" | "current-password" | "new-password" | "name" | "off";
  focus?: boolean;
  optional?: boolean;
}) {
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
      />
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
