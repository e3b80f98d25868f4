import { usePage } from "../page.ts";
import { ACCOUNT } from "../phrases/account.ts";
import type { Agent } from "../types.ts";

type Role = Agent["role"];

/** From the lowest up: each may do what the one before may. */
const ROLES: readonly Role[] = ["viewer", "agent", "supervisor", "admin"];

/** Which role; none above `most`. */
export function RoleChoice(props: { label: string; most: Role; value?: Role }) {
  const { locale } = usePage();
  const names = ACCOUNT[locale].roles;
  return (
    <label>
      {props.label}
      <select name="role" defaultValue={props.value ?? "agent"}>
        {ROLES.slice(0, ROLES.indexOf(props.most) + 1).map((role) => (
          <option key={role} value={role} selected={role === (props.value ?? props.most)}>
            {names[role]}
          </option>
        ))}
      </select>
    </label>
  );
}
