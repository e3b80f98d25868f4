/**
 * Who wrote: workspace and user, since people of other organisations share channels with us and a user id alone is
 * no name for them.
 */
export function actorIdOf(user: string, ...teams: (string | null | undefined)[]): string {
  return `${teams.find((team) => team) ?? "T"}:${user}`;
}
